// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package chinese

import (
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/publicdata-io/mandate/internal/finding"
)

// rules are the messages of the rules of the schemas. Values come into them on
// the API server, in CEL: they are found again by the words around them.
var rules = catalogue{
	"an amendment names days off, working days, or both":                                                                        "每项修正须写明放假日、上班日，或两者",
	"atLeast and among are given together":                                                                                      "atLeast 与 among 须同时填写",
	"by names those whose duty the effect is: duty and by are given together":                                                   "by 指明该效力由谁负责：duty 与 by 须同时填写",
	"byDecision must be true, or left out":                                                                                      "byDecision 须为 true，或不填写",
	"dueDate is required: an Order says by which day it is to be fulfilled (D18)":                                               "须填写 dueDate：责令整改须写明完成期限（D18）",
	"duty must be true, or left out":                                                                                            "duty 须为 true，或不填写",
	"every clause cites an entry of documents":                                                                                  "每一条款须引用 documents 中的一份文件",
	"every clause of the application cites an entry of documents":                                                               "申请的每一条款须引用 documents 中的一份文件",
	"every clause of the contract cites an entry of documents":                                                                  "合同的每一条款须引用 documents 中的一份文件",
	"every peer has an ipBlock, a podSelector or a namespaceSelector":                                                           "每一对端须有 ipBlock、podSelector 或 namespaceSelector",
	"evidence names entries of documents":                                                                                       "evidence 须为 documents 中的文件",
	"exactly one of act and until is given":                                                                                     "act 与 until 须填且只填其一",
	"covers cannot be Contract: who signs a contract signs the whole grant; write All, or leave covers out":                     "covers 不能为 Contract：签订合同即是就整个授权作出；请写 All，或不填写 covers",
	"exactly one of max and exact is given":                                                                                     "max 与 exact 须填且只填其一",
	"exactly one of pods, service and cidr is given":                                                                            "pods、service、cidr 须填且只填其一",
	"exactly one of ref, role and owner is given":                                                                               "ref、role、owner 须填且只填其一",
	"exactly one of ref, role, owner and among is given":                                                                        "ref、role、owner、among 须填且只填其一",
	"exactly one of term and window is given":                                                                                   "term 与 window 须填且只填其一",
	"exactly one of workingDays, days, months and soft is given":                                                                "workingDays、days、months、soft 须填且只填其一",
	"exactly one of workingDays, days, months, at and soft is given":                                                            "workingDays、days、months、at、soft 须填且只填其一",
	"grounds are those of an order to rectify: rectification says where it must stand":                                          "grounds 为整改令的事由：rectification 须说明该整改令应处的状态",
	"exactly one of years and byDecision is given":                                                                              "years 与 byDecision 须填且只填其一",
	"from names the step that starts the clock":                                                                                 "from 须指明从哪一步骤起算",
	"jurisdiction is required: an Organization pins no edition, and roles hold per edition code":                                "须填写 jurisdiction：组织机构不采用法规版本，身份按法规版本代码分别成立",
	"level, at and of narrow a role":                                                                                            "level、at、of 只用于限定 role",
	"level, at, of and orNamedIn narrow or widen a role":                                                                        "level、at、of、orNamedIn 只用于限定或放宽 role",
	"namespace is given for a ServiceAccount and for nothing else":                                                              "namespace 只用于 ServiceAccount，且须填写",
	"none must be true: it declares that the edition asks for no act":                                                           "none 须为 true：它声明该法规版本不要求任何行为",
	"objector.identity names an entry of documents":                                                                             "objector.identity 须为 documents 中的文件",
	"otherConsumers is required with pods or service ([] declares that there are none) and has no meaning with cidr":            "有 pods 或 service 时须填写 otherConsumers（[] 表示没有），有 cidr 时不得填写",
	"part is given with its digest":                                                                                             "part 须与其摘要 digest 一并填写",
	"restoredUID is given with recordedAt: a restored Decision carries its old times":                                           "restoredUID 须与 recordedAt 一并填写：恢复的决定保留原来的时间",
	"soft must be true, or left out":                                                                                            "soft 须为 true，或不填写",
	"there is one Heartbeat, operator":                                                                                          "Heartbeat 只有一个，名为 operator",
	"under names the agreement of level 1 that an agreement of level 2 stands under":                                            "二级协议须以 under 指明其上的一级协议",
	"window.notBefore lies before the year 1000, in which the days of terms begin: write the instant from which it is in force": "window.notBefore 早于公元 1000 年：请写明生效的时点",

	"\"%s\" is not sought by a call: Operator or Developer":                                                                               "遴选不征集“%s”：只能为 Operator 或 Developer",
	"\"%s\" is under no publicity: an objection is against an ImplementationPlan, a Selection, an OperationAgreement or a DeveloperGrant": "“%s”不公示：异议针对实施方案、遴选、授权运营协议或开发利用授权",
	"Namespace %s is no sandbox: a Dispose names one as sandbox- and 20 hexadecimal digits, see status.sandbox.namespace of the grant":    "命名空间 %s 不是沙箱：处置须指明形如 sandbox- 加 20 位十六进制数的沙箱，见授权的 status.sandbox.namespace",
	"%s cannot be barred: Bar is of an Organization":                                                                                      "不能对%s限制申请：只能对组织机构",
	"%s cannot be disqualified: Disqualify is of an Organization":                                                                         "不能对%s取消资格：只能对组织机构",
	"%s cannot be terminated: Terminate ends a Selection, an OperationAgreement or a DeveloperGrant":                                      "不能终止%s：只能终止遴选、授权运营协议或开发利用授权",
	"amount %s is more than the guidancePrice %s: ask for no more than the price document allows":                                         "收费 %s 超过指导价 %s：收费不得超过定价文件核定的指导价",
	"block %s is not a CIDR such as 10.20.0.0/24":                                                                                         "block %s 不是 CIDR（例如 10.20.0.0/24）",
	"block %s is too wide for a data endpoint: /8 or longer for IPv4, /16 or longer for IPv6":                                             "block %s 对数据端点而言过宽：IPv4 至少 /8，IPv6 至少 /16",
	"block %s overlaps link-local, loopback, multicast, unspecified or cloud metadata addresses, which are no data endpoint":              "block %s 与链路本地、环回、组播、未指定或云元数据地址重叠，不能作为数据端点",
	"check %s: LegalForm, and no other check, gives legalForms":                                                                           "检查 %s：只有 LegalForm 填写 legalForms，且须填写",
	"check %s: SourceClass, and no other check, gives sourceClasses, and says of whom":                                                    "检查 %s：只有 SourceClass 填写 sourceClasses，且须填写，并填明 of",
	"sourceClass StateOrgan does not fit legalForm %s: only who has the legal form of a state organ supplies data as one":                 "sourceClass StateOrgan 与 legalForm %s 不符：只有机关形式的机构以机关身份提供数据",
	"check %s: PartyAmong, and no other check, gives of and among":                                                                        "检查 %s：只有 PartyAmong 填写 of 和 among，且须填写",
	"cpu %s is negative: a limit is zero or more":                                                                                         "cpu %s 为负数：上限不得小于零",
	"cpu %s is negative: a quota is zero or more":                                                                                         "cpu %s 为负数：配额不得小于零",
	"memory %s is negative: a limit is zero or more":                                                                                      "memory %s 为负数：上限不得小于零",
	"memory %s is negative: a quota is zero or more":                                                                                      "memory %s 为负数：配额不得小于零",
	"pods %s is negative: a quota is zero or more":                                                                                        "pods %s 为负数：配额不得小于零",
	"storage %s is negative: a quota is zero or more":                                                                                     "storage %s 为负数：配额不得小于零",
	"pods %s is no whole number":                                                                                                          "pods %s 不是整数",
	"limits.cpu %s is more than quota.cpu %s: no container that asks for nothing would start":                                             "limits.cpu %s 大于 quota.cpu %s：未声明资源的容器将无法启动",
	"limits.memory %s is more than quota.memory %s: no container that asks for nothing would start":                                       "limits.memory %s 大于 quota.memory %s：未声明资源的容器将无法启动",
	"day %s does not lie in the year that is amended: list it among the amendments of its own year":                                       "日期 %s 不在所修正的年份之内：请列入其所属年份的修正",
	"day %s does not lie in the year it is listed in: list it in its own year, or among the amendments of that":                           "日期 %s 不在所列年份之内：请列入其所属年份，或该年份的修正",
	"day %s is both off and a working day":                                                                                                "日期 %s 既放假又上班",
	"day %s is listed twice: it is a working day of one holiday":                                                                          "日期 %s 重复：只能是一个节假日的上班日",
	"day %s is listed twice: it is a day off of one holiday, or a working day of one":                                                     "日期 %s 重复：只能是一个节假日的放假日或上班日",
	"jurisdiction is given for an Organization alone: %s pins its own edition":                                                            "jurisdiction 只用于组织机构：%s自有其法规版本",
	"name %s begins with system:, which is the cluster's own":                                                                             "名称 %s 以 system: 开头，属集群自用",
	"name %s is no name that a ServiceAccount can have: lower case letters, digits, dashes and dots, without its namespace":               "名称 %s 不能作为 ServiceAccount 的名称：只能用小写字母、数字、短横和点，不含命名空间",
	"outcome %s is given with a step: %s without one is affirmative":                                                                      "结果“%s”须与步骤一并填写：没有步骤的“%s”即为肯定",
	"procedure %s gives exactly one of steps and none":                                                                                    "程序 %s 须在 steps 与 none 中填且只填其一",
	"procedure %s of %s cannot have the effect %s":                                                                                        "程序 %s 针对%s，不能有“%s”的效力",
	"regarding has no meaning for %s without a step":                                                                                      "没有步骤的“%s”不填写 regarding",
	"regarding is required: %s names the act it answers, by name and uid":                                                                 "须填写 regarding：“%s”须以名称和 uid 指明所针对的行为",
	"resources %s of API group \"%s\" go beyond the fixed maximum: pods, pods/log, configmaps, services, persistentvolumeclaims, events, resourcequotas, limitranges; deployments, statefulsets, replicasets of apps; jobs, cronjobs of batch": "API 组“%[2]s”的资源 %[1]s 超出固定上限：pods、pods/log、configmaps、services、persistentvolumeclaims、events、resourcequotas、limitranges；apps 的 deployments、statefulsets、replicasets；batch 的 jobs、cronjobs",
	"a Group designates nobody: name its people one by one, as Users whom the holder lists too":                                        "Group 不能作为专人：请逐一写明其人员（User），且被授权主体也列出了他们",
	"scope narrows a Suspend or Halt of an OperationAgreement or DeveloperGrant, not %s of %s":                                         "scope 只用于限定对授权运营协议或开发利用授权的暂停或紧急停止，不能用于对%[2]s的“%[1]s”",
	"spec.parent %s is no edition of %s other than this one: a child supplies or tightens an edition of its own code":                  "spec.parent %s 不是代码 %s 的其他版本：下级版本只能补充或从严其同一代码的版本",
	"step %s asks for a receipt and names nobody in to who would give it":                                                              "步骤 %s 要求签收，而 to 中没有签收者",
	"step %s says what is late and has no window":                                                                                      "步骤 %s 规定了逾期，而没有受理期",
	"step is required: a Selection ends by a step of its edition, written <procedure>/<step>":                                          "须填写 step：遴选只能依法规版本的步骤终止，写作 <程序>/<步骤>",
	"step is required: %s is an act of a procedure of the edition, written <procedure>/<step>":                                         "须填写 step：“%s”是法规版本的程序行为，写作 <程序>/<步骤>",
	"evidence %s: validUntil %s lies before issuedOn %s":                                                                               "材料 %s：有效期至 %s，早于签发日期 %s",
	"term.to %s lies before term.from %s: a term ends on or after the day it begins":                                                   "term.to %s 早于 term.from %s：期限的终日不得早于始日",
	"verbs %s go beyond the fixed maximum: pods/log, events, resourcequotas, limitranges and replicasets can only be read (get, list)": "权限 %s 超出固定上限：pods/log、events、resourcequotas、limitranges、replicasets 只能读取（get、list）",
	"window.notAfter %s is not after window.notBefore %s: a window ends after it begins, and its end is exclusive":                     "window.notAfter %s 不晚于 window.notBefore %s：时段须先始后终，终点不计入",
	"metadata.name %s does not fit spec.code and spec.edition: a child edition is named <code>-<word>.<edition>, here %s":              "metadata.name %s 与 spec.code、spec.edition 不符：下级版本命名为 <代码>-<词>.<版次>，此处为 %s",
	"metadata.name %s does not fit spec.code and spec.edition: an edition without spec.parent is named <code>.<edition>, here %s":      "metadata.name %s 与 spec.code、spec.edition 不符：没有 spec.parent 的版本命名为 <代码>.<版次>，此处为 %s",
	"uscc %s ends in a wrong check character %s: by GB 32100-2015 it is %s, so either that or another character was mistyped":          "统一社会信用代码 %s 的校验码 %s 有误：依 GB 32100-2015 应为 %s，该位或其他位有误",
	"%s is no day of the calendar: write an existing day as YYYY-MM-DD":                                                                "%s 不是日历上的日期：请以 YYYY-MM-DD 写明存在的日期",
	"%s is no day of the calendar: write an existing day as YYYY-MM-DD, or an instant as YYYY-MM-DDThh:mm:ssZ":                         "%s 不是日历上的日期：请以 YYYY-MM-DD 写明存在的日期，或以 YYYY-MM-DDThh:mm:ssZ 写明时点",
	"a Dispose of a Namespace is of no procedure: leave step out":                                                                      "对命名空间的处置不属于任何程序：请去掉 step",
	"%s of a Namespace has no meaning: Dispose alone is of the Namespace of a sandbox; act on its DeveloperGrant":                      "“%s”不能针对命名空间：只有处置针对沙箱的命名空间；请对其开发利用授权作出行为",
}

// ruled are the messages that come as texts: of rules, and of lines typed.
var ruled = joined(rules, typed)

// pattern finds the values in a message of one rule.
type pattern struct {
	format string
	values *regexp.Regexp
}

// patterns are those of the rules whose messages name values, the longest first:
// the message of one may begin like that of another.
var patterns = sync.OnceValue(func() []pattern {
	var made []pattern
	for format := range ruled {
		if strings.Contains(format, "%s") {
			made = append(made, pattern{format, regexp.MustCompile("^" + strings.ReplaceAll(regexp.QuoteMeta(format), "%s", "(.*)") + "$")})
		}
	}
	slices.SortFunc(made, func(a, b pattern) int { return len(b.format) - len(a.format) })
	return made
})

// Rule says the message of a rule of a schema, or of a line that was typed; known is false where it has no
// Chinese.
func Rule(message string) (said string, known bool) {
	if said, known = ruled[message]; known && !strings.Contains(said, "%") {
		return said, true
	}
	for _, p := range patterns() {
		if found := p.values.FindStringSubmatch(message); found != nil {
			args := make([]any, len(found)-1)
			for i, value := range found[1:] {
				args[i] = value
			}
			return say(ruled[p.format], finding.Phrase{Format: p.format, Args: args}), true
		}
	}
	return message, false
}
