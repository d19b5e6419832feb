// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package explaining

import (
	"fmt"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/acting"
	"github.com/publicdata-io/mandate/internal/chinese"
	"github.com/publicdata-io/mandate/internal/citing"
	"github.com/publicdata-io/mandate/internal/finding"
)

// Language is a language of the plugin.
type Language = acting.Language

// vocabulary are the words of one language.
type vocabulary struct {
	colon, comma, semicolon string
	labels                  map[string]string
	force                   map[string]string
	states                  map[v1alpha1.StepState]string
	effects                 map[Effect]string
	left, past              string
	// say says a phrase, and word a word of the API; nil keeps to English.
	say  func(finding.Phrase) string
	word func(any) string
	// cite are rules with their articles.
	cite func([]v1alpha1.BasisID) string
}

var words = map[Language]vocabulary{acting.English: english, acting.Chinese: mandarin}

// Sayings are, by what is said in English, the same for any language.
type Sayings map[string]finding.Phrase

var english = vocabulary{
	cite:  citing.InEnglish,
	colon: ": ", comma: ", ", semicolon: "; ", left: "%s, %d days left", past: "%s, %d days ago",
	labels: map[string]string{
		"why": "why", "basis": "by", "waiting": "waiting for", "due": "due", "from": "from", "until": "until", "next": "changes by time at",
		"inputs": "inputs", "procedure": "procedure", "duties": "duties", "of": "of", "overdue": "overdue", "late": "completed late", "provisional": "provisional",
		"elapsed":  "working days passed",
		"complete": "(complete)", "open": "(open)", "reported": "on the cluster", "operator": "the operator says", "unread": "not read", "expired": "expired", "remark": "note", "gap": "legacy gap",
		"unsettled": "open", "settled": "disposed of",
		"link": "link", "state": "state", "input": "input", "day": "at", "change": "change",
		"applications": "applications are taken no more",
		"nothing":      "Nothing changes by time alone, and nothing that is waited for is due.",
	},
	effects: map[Effect]string{Opens: "opens", Lapses: "lapses", Falls: "falls", Changes: "changes", Due: "due", Closes: "closes"},
	force:   map[string]string{"True": "in force", "False": "not in force", "Unknown": "cannot be told"},
	states: map[v1alpha1.StepState]string{
		v1alpha1.StepDone: "done", v1alpha1.StepWaiting: "waiting", v1alpha1.StepLater: "later", v1alpha1.StepPublicity: "published",
		v1alpha1.StepReturned: "returned", v1alpha1.StepRejected: "rejected", v1alpha1.StepBlocked: "blocked",
	},
}

var mandarin = vocabulary{
	say: chinese.Say, word: chinese.Word, cite: citing.InChinese,
	colon: "：", comma: "，", semicolon: "；", left: "%s，还剩 %d 天", past: "%s，已过 %d 天",
	labels: map[string]string{
		"why": "原因", "basis": "依据", "waiting": "等待", "due": "期限", "from": "起", "until": "止", "next": "下一变化时点",
		"inputs": "数据资源", "procedure": "程序", "duties": "义务", "of": "义务人", "overdue": "逾期", "late": "逾期完成", "provisional": "暂定",
		"elapsed":  "已过工作日",
		"complete": "（已完成）", "open": "（未完成）", "reported": "集群实况", "operator": "operator 所报", "unread": "未能读取", "expired": "材料到期", "remark": "说明", "gap": "存量协议差距",
		"unsettled": "未处理", "settled": "已处理",
		"link": "授权链", "state": "状态", "input": "输入", "day": "时点", "change": "变化",
		"applications": "不再受理申请",
		"nothing":      "没有仅因时间推移而发生的变化，也没有到期须办理的事项。",
	},
	effects: map[Effect]string{Opens: "开始生效", Lapses: "到期", Falls: "失效", Changes: "变化", Due: "期限", Closes: "截止"},
	force:   map[string]string{"True": "生效", "False": "未生效", "Unknown": "无法判断"},
	states: map[v1alpha1.StepState]string{
		v1alpha1.StepDone: "已完成", v1alpha1.StepWaiting: "等待中", v1alpha1.StepLater: "未到", v1alpha1.StepPublicity: "公示中",
		v1alpha1.StepReturned: "已退回", v1alpha1.StepRejected: "已驳回", v1alpha1.StepBlocked: "受阻",
	},
}

// reason is a reason or a kind in the language, beside the word that kubectl
// shows.
func (w vocabulary) reason(reason string) string {
	if w.word == nil || w.word(reason) == reason {
		return reason
	}
	return w.word(reason) + " " + reason
}

// term is a word of the API in the language.
func (w vocabulary) term(word string) string {
	if w.word == nil {
		return word
	}
	return w.word(word)
}

// handles are the short words by which kubectl takes a kind.
var handles = map[v1alpha1.SubjectLinkKind]string{
	v1alpha1.OnImplementationPlan: "plan", v1alpha1.OnSelection: "sel", v1alpha1.OnOperationAgreement: "oa", v1alpha1.OnDeveloperGrant: "dg",
	v1alpha1.OnDataResource: "dr", v1alpha1.OnOrganization: "org", v1alpha1.OnObjection: "objn",
}

// link is a link of the chain, by a word that can be typed.
func (w vocabulary) link(kind v1alpha1.SubjectLinkKind, name v1alpha1.ObjectName) string {
	if w.word == nil {
		return string(kind) + " " + string(name)
	}
	return w.word(kind) + " " + handles[kind] + "/" + string(name)
}

// told is what is said, in the language as far as it has one.
func (w vocabulary) told(english string, said finding.Phrase) string {
	if w.say == nil || said.IsZero() {
		return english
	}
	return w.say(said)
}

// all are several things said, each in the language.
func (w vocabulary) all(english []string, sayings Sayings) []string {
	said := make([]string, len(english))
	for i, text := range english {
		said[i] = w.told(text, sayings[text])
	}
	return said
}

func (w vocabulary) due(day v1alpha1.Date, left *int) string {
	switch {
	case left == nil:
		return string(day)
	case *left < 0:
		return fmt.Sprintf(w.past, day, -*left)
	}
	return fmt.Sprintf(w.left, day, *left)
}

func (w vocabulary) complete(complete *bool) string {
	if complete != nil && *complete {
		return w.labels["complete"]
	}
	return w.labels["open"]
}
