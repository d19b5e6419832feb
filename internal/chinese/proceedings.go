// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package chinese

// proceedings is what packages procedure and standing say of where things stand.
var proceedings = catalogue{
	// parties
	"any %s that applies":          "任一提出申请的%s",
	"%s%s for the inputs' sectors": "%s%s（所涉数据的行业）",
	"%s%s":                         "%s%s",
	"%s":                           "%s",
	"%s %s":                        "%s %s",
	" over %s":                     "（管辖 %s）",
	" of %s":                       "（%s）",
	" of anywhere":                 "（不限地域）",
	"%s of %s":                     "%[2]s的%[1]s",
	"%d of %s":                     "下列主体中的 %s 个：%s",
	"%s (or one named in %s)":      "%s（或 %s 中指定的机构）",
	"Organization %s":              "组织机构 %s",
	"the":                          "当事方",

	// steps
	"%s%s%s":              "%s%s%s",
	"awaits %s of %s%s%s": "等待 %[2]s 办理“%[1]s”%[3]s%[4]s",
	", overdue since %s":  "，自 %s 起逾期",
	" by %s (provisional: the working days of that year are not known)": "，期限 %s（暂定：该年度工作日历尚未载入）",
	" by %s":         "，期限 %s",
	", a duty of %s": "，属%s的义务",
	"comes after %s": "须在 %s 之后",
	"rejected by Organization %q (Decision %q, %s); a new application is a new object":                            "已被组织机构“%s”驳回（决定“%s”，%s）；重新申请须新建对象",
	"given back by Organization %q (Decision %q, %s): what came before begins anew":                               "已被组织机构“%s”退回（决定“%s”，%s）：此前的步骤重新开始",
	"published; the period is over at %s%s":                                                                       "公示中；公示期至 %s%s",
	"; open objections: %s":                                                                                       "；未处理的异议：%s",
	"Organization %q found a point not clear (Decision %q); it waits until that is judged anew":                   "组织机构“%s”认定有要点未通过（决定“%s”）；等待重新审查",
	"published, and the edition gives no length of the publicity; a child edition must set publicity.workingDays": "已公示，而法规版本未规定公示期；须由下级版本以 publicity.workingDays 规定",
	"published, and kept by open objections: %s; each must be disposed of":                                        "已公示，尚有未处理的异议：%s；须逐一处理",
	"applications are taken until %s":                                                                             "受理申请至 %s",
	"procedure %s of Jurisdiction %q has no step for %s":                                                          "法规版本“%[2]s”的程序 %[1]s 没有适用于%[3]s的步骤",
	"step %s/%s: %s":       "步骤 %s/%s：%s",
	"step %s/%s of %s: %s": "%[3]s的步骤 %[1]s/%[2]s：%[4]s",
	"the content of %s is not what Organization %q acted on (Decision %q, step %s/%s); put it back, or have the acts done again":             "%s的内容已不是组织机构“%s”当时办理的内容（决定“%s”，步骤 %s/%s）；请恢复原内容，或重新办理",
	"Jurisdiction %q names procedures of %s with the effect %s, and none of them is for %s":                                                  "法规版本“%s”规定了%s“%s”的程序，但均不适用于%s",
	"the edition names no procedure with the effect %s; it must name one or declare none: true":                                              "法规版本没有效力为“%s”的程序；须规定程序，或声明 none: true",
	"spec.step %q of Jurisdiction %q is not for %s: its `when` does not hold of it; status.procedure lists the steps that are":               "法规版本“%[2]s”的步骤“%[1]s”不适用于%[3]s：不满足其 when 条件；适用的步骤见 status.procedure",
	"spec.step %q: Jurisdiction %q has no such step for %s; status.procedure lists the steps":                                                "spec.step“%s”：法规版本“%s”对%s没有该步骤；现有步骤见 status.procedure",
	"spec.step is missing: Jurisdiction %q says by procedure %s how %s is %s; record the act as %s/<step>. What must stop at once is halted": "缺少 spec.step：法规版本“%s”以程序 %s 规定%s如何%s；请以 %s/<步骤> 记录。需要立即停止的，用紧急停止",
	"spec.step is missing: %s is an act of a procedure of Jurisdiction %q; name it as <procedure>/<step>":                                    "缺少 spec.step：“%s”是法规版本“%s”的程序行为；请写作 <程序>/<步骤>",
	"suspended":  "暂停",
	"terminated": "终止",
	"lifted":     "解除",

	// what was taken away
	" on the ground %s":          "，事由：%s",
	"the last day has passed of": "期限已过：",
	"the report was returned on": "报告被退回：",
	"%s was terminated by Organization %q (Decision %q, %s)%s; it does not come back":                                                                          "%s已被组织机构“%s”终止（决定“%s”，%s）%s；不再恢复",
	"%s %q was terminated by Organization %q (Decision %q, %s)%s; it does not come back":                                                                       "%s“%s”已被组织机构“%s”终止（决定“%s”，%s）%s；不再恢复",
	"%s was suspended by Organization %q (Decision %q, %s)%s; a Lift regarding that Decision is awaited from %s":                                               "%s已被组织机构“%s”暂停（决定“%s”，%s）%s；等待%s针对该决定作出解除",
	"%s %q was suspended by Organization %q (Decision %q, %s)%s; its Lift regarding that Decision is awaited":                                                  "%s“%s”已被组织机构“%s”暂停（决定“%s”，%s）%s；等待该机构针对该决定作出解除",
	"%s %q was disqualified by Organization %q (Decision %q, %s)%s":                                                                                            "%s“%s”已被组织机构“%s”取消资格（决定“%s”，%s）%s",
	"%s %q was halted by Organization %q (Decision %q, %s)%s; a Release regarding it is awaited":                                                               "%s“%s”已被组织机构“%s”紧急停止（决定“%s”，%s）%s；等待解除紧急停止",
	"%s is suspended by itself since %s: %s the order to rectify (Decision %q of Organization %q); %s confirms, or lifts it by a Lift regarding that Decision": "%[1]s自 %[2]s 起自动暂停：%[3]s责令整改（组织机构“%[5]s”的决定“%[4]s”）；由%[6]s确认，或针对该决定作出解除",
}
