// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package chinese

// acts is what packages procedure and standing say of acts that count or not.
var acts = catalogue{
	// applications
	"spec.regarding names no application; an act on step %s/%s names the %s that it is about, by name and uid": "spec.regarding 未指明申请；步骤 %s/%s 的行为须以名称和 uid 指明所针对的“%s”",
	"spec.regarding: Decision %q is no application that counts":                                                "spec.regarding：决定“%s”不是有效的申请",
	"spec.regarding: the application of Organization %q was turned down (Decision %q)":                         "spec.regarding：组织机构“%s”的申请已被驳回（决定“%s”）",
	"step %s/%s was done, and applications are taken no more":                                                  "步骤 %s/%s 已完成，不再受理申请",

	"%s %q does not exist; the act binds the name, and has its effect when it appears; where another name was meant, act on that one too": "%s“%s”不存在；该行为约束此名称，对象出现后即生效；如名称有误，请另对正确的对象作出",

	// what an act carries
	"spec.document.issuedOn %s lies after spec.actedOn %s: the collective decision comes first":                  "spec.document.issuedOn %s 晚于 spec.actedOn %s：集体决策应在先",
	"spec.to names nobody who is %s; step %s/%s is told to %s":                                                   "spec.to 中没有%s；步骤 %s/%s 须告知%s",
	"spec.findings lacks the point %s; step %s/%s asks for %s":                                                   "spec.findings 缺少审查要点 %s；步骤 %s/%s 要求：%s",
	"spec.evidence lacks %s; step %s/%s asks for %s":                                                             "spec.evidence 缺少 %s；步骤 %s/%s 要求：%s",
	"spec.evidence[%s] lacks %s; step %s/%s asks for that day":                                                   "spec.evidence[%s] 缺少 %s；步骤 %s/%s 要求写明该日期",
	"spec.evidence[%s].%s %s is no day of the calendar":                                                          "spec.evidence[%s].%s %s 不是日历上的日期",
	"spec.evidence[%s].issuedOn %s lies after spec.actedOn %s: step %s/%s rests on what was there":               "spec.evidence[%s].issuedOn %s 晚于 spec.actedOn %s：步骤 %s/%s 须以当时已有的材料为依据",
	"spec.evidence[%s].validUntil %s lies before spec.actedOn %s: step %s/%s asks for one that is valid":         "spec.evidence[%s].validUntil %s 早于 spec.actedOn %s：步骤 %s/%s 要求材料在有效期内",
	"spec.ground %s: step %s/%s rests on one of %s":                                                              "spec.ground 为 %s：步骤 %s/%s 须以下列事由之一为依据：%s",
	"spec.note is missing: %s on step %s/%s says why":                                                            "缺少 spec.note：步骤 %[2]s/%[3]s 作出“%[1]s”须说明理由",
	"spec.ground is missing: %s on step %s/%s says by which rule":                                                "缺少 spec.ground：步骤 %[2]s/%[3]s 作出“%[1]s”须说明依据",
	"spec.dueDate: step %s/%s needs the last day by which it is to be answered, on or after spec.actedOn":        "spec.dueDate：步骤 %s/%s 须写明答复的最后期限，不得早于 spec.actedOn",
	"spec.document needs number, issuedOn, body and sha256: step %s/%s is a collective decision":                 "spec.document 须写明文号 number、日期 issuedOn、机关 body 和 sha256：步骤 %s/%s 属于集体决策",
	"spec.outcome %s: step %s/%s allows %s":                                                                      "spec.outcome 为“%s”：步骤 %s/%s 只允许：%s",
	"spec.action %s: step %s/%s asks for %s":                                                                     "spec.action 为“%s”：步骤 %s/%s 要求的是“%s”",
	"spec.action %s: duty %s asks for %s":                                                                        "spec.action 为“%s”：义务 %s 要求的是“%s”",
	"spec.subject.part %s: step %s/%s covers %s; record the act again with status.digests of that part":          "spec.subject.part 为“%s”：步骤 %s/%s 覆盖的是“%s”；请以该部分的 status.digests 重新记录",
	"spec.subject.digest %s is not that of the part %s of %s, which is %s: its content is not what was acted on": "spec.subject.digest %[1]s 不是%[3]s的“%[2]s”部分的摘要（应为 %[4]s）：其内容已不是当时所审查的内容",
	"spec.actedOn %q is no day of the calendar; nothing is given on it":                                          "spec.actedOn“%s”不是日历上的日期；不能据此给予",
	"spec.actedOn %q is no day of the calendar; nothing is taken back on it":                                     "spec.actedOn“%s”不是日历上的日期；不能据此撤回",
	"spec.evidence[%s] lacks uri; step %s/%s asks for the address at which it can be read":                       "spec.evidence[%s] 未写 uri；步骤 %s/%s 要求写明可以查阅的网址",
	"spec.document.issuedOn %s is no day of the calendar: write the day of the collective decision":              "spec.document.issuedOn %s 不是日历上的日期：请写明集体决策之日",

	"step %s/%s of %s comes after the choice of %q in Selection %q, which is awaited; act again then":                       "%[3]s的步骤 %[1]s/%[2]s 须在遴选“%[5]s”选定“%[4]s”之后办理，目前尚未选定；选定后请重新办理",
	"spec.actedOn %s: %q was chosen in Selection %q on %s, and step %s/%s comes after that; act again on that day or later": "spec.actedOn %s：“%s”于 %[4]s 在遴选“%[3]s”中选定，步骤 %[5]s/%[6]s 应在其后；请在该日或之后重新办理",

	"the window of step %s/%s closed with %s, and the act was recorded on %s: spec.document of a paper that another body transcribes proves an earlier day by issuedOn, not after spec.actedOn, and sha256; late acts are excluded": "步骤 %s/%s 的受理期已于 %s 截止，该行为于 %s 记录：由其他机构代录的文件，须在 spec.document 中写明不晚于 spec.actedOn 的 issuedOn 以及 sha256，方能证明更早的日期；逾期不予受理",

	// receipts
	"Organization %q is not told by step %s/%s of %s; the receipt is for %s":                             "%[4]s的步骤 %[2]s/%[3]s 不告知组织机构“%[1]s”；应由%[5]s签收",
	"spec.regarding names no Decision on %s; a receipt names the act that was received, by name and uid": "spec.regarding 未指明关于%s的决定；签收须以名称和 uid 指明所签收的行为",
	"spec.regarding: Decision %q is no counting act of step %s/%s":                                       "spec.regarding：决定“%s”不是步骤 %s/%s 的有效行为",
	"spec.actedOn %s lies before the act that was received (Decision %q, %s)":                            "spec.actedOn %s 早于所签收的行为（决定“%s”，%s）",

	// who may act
	"it could not be read whether Organization %q is barred; the act counts once it can be":                                             "无法读取组织机构“%s”是否被限制申请；能够读取后该行为即有效",
	"Organization %q may not act on step %s/%s: Organization %q is barred from %s to %s by Decision %q; it may from %s on":              "组织机构“%s”不得办理步骤 %s/%s：组织机构“%s”自 %s 至 %s 被限制申请（决定“%s”）；自 %s 起方可办理",
	"it could not be read whether Organization %q may act on step %s/%s; the act counts once it can be":                                 "无法读取组织机构“%s”是否可以办理步骤 %s/%s；能够读取后该行为即有效",
	"spec.actedOn %s: the role in which Organization %q acts on step %s/%s was conferred on it later%s; act again on that day or later": "spec.actedOn %s：组织机构“%s”办理步骤 %s/%s 所依据的身份系此后%s方才取得；请在该日或之后重新办理",
	", on %s (Decision %q)": "于 %s（决定“%s”）",
	", on %s":               "于 %s",
	"Organization %q may not act on step %s/%s of %s; it is for %s":                                                             "组织机构“%s”不得办理%[4]s的步骤 %[2]s/%[3]s；应由%[5]s办理",
	"Organization %q is the %s %q or affiliated with it, and may not act on step %s/%s; another one must":                       "组织机构“%s”是%s“%s”或与其存在关联关系，不得办理步骤 %s/%s；须由其他机构办理",
	"spec.transcribedBy %q is the %s %q or affiliated with it; a clerk of the holder's side writes down no act of another body": "spec.transcribedBy“%s”是%s“%s”或与其存在关联关系；被授权一方的人员不得代录其他机关的行为",
	"Organization %q may not fulfil duty %s of %s; it is that of %s":                                                            "组织机构“%s”不能履行%[3]s的义务 %[2]s；该义务属于%[4]s",
	"Organization %q may not halt %s %q; the edition lets %s":                                                                   "组织机构“%s”不得紧急停止%s“%s”；法规版本规定可由下列主体作出：%s",
	"Organization %q may not release %s %q; the edition lets %s":                                                                "组织机构“%s”不得解除对%s“%s”的紧急停止；法规版本规定可由下列主体作出：%s",

	// when
	"step %s/%s has the act already: Decision %q of Organization %q, %s":                                    "步骤 %[1]s/%[2]s 已有该行为：组织机构“%[4]s”的决定“%[3]s”，%[5]s",
	"procedure %s ended when Organization %q rejected it (Decision %q); a new application is a new object":  "程序 %s 已因组织机构“%s”驳回而终结（决定“%s”）；重新申请须新建对象",
	"step %s/%s began anew after this act; it is done again by a new act":                                   "在该行为之后步骤 %s/%s 已重新开始；须以新的行为重新办理",
	"step %s/%s comes after %s, which is not complete":                                                      "步骤 %s/%s 须在 %s 之后，而后者尚未完成",
	"spec.actedOn %s: step %s/%s comes after %s, which is complete from %s; act again on that day or later": "spec.actedOn %s：步骤 %s/%s 须在 %s 之后，而后者自 %s 起方为完成；请在该日或之后重新办理",
	"takes effect at %s: nothing opens before the legal day of the act":                                     "自 %s 起有效：在行为的法定日期之前不予开通",
	"takes effect at %s: no act is taken back before that":                                                  "自 %s 起有效：在此之前不撤回任何行为",
	"spec.actedOn %s lies before the window of step %s/%s, which opens on %s; act again then":               "spec.actedOn %s 早于步骤 %s/%s 的受理期，受理期自 %s 开始；请届时重新办理",
	"held until the window of step %s/%s opens on %s; nothing has to be done again":                         "暂存至步骤 %s/%s 的受理期于 %s 开始；无需重新办理",
	"the window of step %s/%s closed with %s, and the act came on %s: late acts are excluded":               "步骤 %s/%s 的受理期于 %s 截止，而该行为于 %s 作出：逾期不予受理",

	// what is missing beside
	"spec.plan of %s names no ImplementationPlan; procedure %s needs one that is approved":       "%s的 spec.plan 未指明实施方案；程序 %s 要求有经批准的实施方案",
	"ImplementationPlan %q is not approved or does not hold; procedure %s of %s waits for it":    "实施方案“%s”未经批准或不再有效；%[3]s的程序 %[2]s 等待该方案",
	"spec.selection of %s names no Selection; procedure %s needs one in which its %s was chosen": "%s的 spec.selection 未指明遴选；程序 %s 要求其%s经遴选选定",
	"Selection %q has not ended in the choice of %q; procedure %s of %s waits for it":            "遴选“%s”尚未选定“%s”；%[4]s的程序 %[3]s 等待该结果",
	"holder":   "被授权主体",
	"operator": "运营机构",
	"spec.method of %s lets nobody compete; procedure %s needs a competitive method":                                                                                     "%s的 spec.method 不具竞争性；程序 %s 要求采用竞争方式",
	"the %s %q is not %s; procedure %s of %s waits for that Decision":                                                                                                    "%s“%s”尚未“%s”；%[5]s的程序 %[4]s 等待该决定",
	"the order to rectify (Decision %q) was accepted before the suspension (Decision %q); step %s/%s needs the acceptance of one that regards it, or that came after it": "整改（决定“%[1]s”）在暂停（决定“%[2]s”）之前已经验收；步骤 %[3]s/%[4]s 需要针对该暂停的整改的验收，或者该暂停之后的验收",
	"step %s/%s of %s comes before %s, which was complete at %s, and can no longer be done; what rests on that ends by the rules of its own kind":                        "%[3]s的步骤 %[1]s/%[2]s 须在 %[4]s 之前，而后者已于 %[5]s 完成，不能再办理；以其为依据的，按其自身的规则终止",
	"the order to rectify (Decision %q) was not accepted when step %s/%s was done; it waits for the acceptance":                                                          "办理步骤 %[2]s/%[3]s 时整改（决定“%[1]s”）尚未验收；等待验收",
	"no order to rectify %s%s was accepted; step %s/%s needs one":                                                                                                        "%s%s没有已验收的整改；步骤 %s/%s 要求整改已验收",
	"no order to rectify %s%s was overdue or returned when step %s/%s was done":                                                                                          "办理步骤 %[3]s/%[4]s 时，%[1]s%[2]s没有逾期或被退回的整改",
	"no order to rectify %s%s was overdue when step %s/%s was done":                                                                                                      "办理步骤 %[3]s/%[4]s 时，%[1]s%[2]s没有逾期的整改",
	" on the grounds %s": "（事由：%s）",
}

// regards is what they say of acts that answer an earlier one.
var regards = catalogue{
	"given back by a Lift that regards it":                                                                                           "已由针对它的恢复决定予以恢复",
	"given back by Organization %q (Decision %q, %s)":                                                                                "已由组织机构“%s”恢复（决定“%s”，%s）",
	"taken back by Organization %q itself (Decision %q, %s)":                                                                         "组织机构“%s”已自行撤回（决定“%s”，%s）",
	"spec.regarding names a Decision that has no effect yet; this act counts once that one does":                                     "spec.regarding 所指的决定尚未产生效力；待其有效后本行为方有效",
	"spec.regarding: nothing had followed from the order to rectify (Decision %q) when this was done":                                "spec.regarding：作出本行为时，责令整改（决定“%s”）尚未引起任何后果",
	"Organization %q may not lift what followed from the order to rectify %s; it is for %s":                                          "组织机构“%s”不得恢复因责令%s整改而暂停的事项；应由%s恢复",
	"Organization %q lifted it already":                                                                                              "组织机构“%s”已经恢复",
	"spec.dueDate: a Bar gives the last barred day, on or after spec.actedOn":                                                        "spec.dueDate：限制申请须写明限制的最后一日，不得早于 spec.actedOn",
	"spec.regarding names no Decision on %s; an Annul names the act that it takes back, by name and uid":                             "spec.regarding 未指明关于%s的决定；撤回须以名称和 uid 指明所撤回的行为",
	"spec.regarding names no Decision on %s %q; an Annul names the act that it takes back, by name and uid":                          "spec.regarding 未指明针对%s“%s”的决定；撤回决定须以名称和 uid 指明所撤回的行为",
	"spec.regarding: Decision %q is %s, which is not annulled, and does not come back":                                               "spec.regarding：决定“%s”是“%s”，不能撤回，也不再恢复",
	"spec.jurisdiction is unset, and Decision %q is under Jurisdiction %q; an Annul names the edition of the act that it takes back": "spec.jurisdiction 未填写，而决定“%s”依据法规版本“%s”作出；撤回决定须写明所撤回行为的法规版本",
	"no edition judges %s %q, so that nothing is taken back":                                                                         "没有法规版本可据以判断%s“%s”，未撤回任何行为",
	"spec.regarding: Decision %q is %s, which is not annulled; what takes away is lifted":                                            "spec.regarding：决定“%s”是“%s”，不能撤回；收回性质的行为以恢复决定予以恢复",
	"Organization %q cannot take back the act of Organization %q (Decision %q)":                                                      "组织机构“%s”不能撤回组织机构“%s”的行为（决定“%s”）",
	"spec.step is missing: Jurisdiction %q says by procedure %s how a suspension is lifted; record the act as %s/<step>":             "缺少 spec.step：法规版本“%s”以程序 %s 规定暂停如何恢复；请以 %s/<步骤> 记录",
	"spec.regarding: Decision %q did not complete the suspension, Decision %q did; name that one":                                    "spec.regarding：完成暂停的不是决定“%s”，而是决定“%s”；请指明后者",
	"Organization %q cannot give back the act of Organization %q (Decision %q); that organisation's own Lift is awaited":             "组织机构“%s”不能恢复组织机构“%s”所作的行为（决定“%s”）；等待该机构自己的恢复决定",
	"Organization %q cannot give back the act of Organization %q (Decision %q); that organisation's own %s is awaited":               "组织机构“%s”不能恢复组织机构“%s”所作的行为（决定“%s”）；等待该机构自己的“%s”决定",
	"what had followed from the order to rectify (Decision %q) when this was done was lifted already":                                "作出本行为时，责令整改（决定“%s”）引起的后果已经恢复",
	"spec.scope.inputs %s: %s %q holds none of these, so that nothing is cut; it holds %s. Act again on one of them, or without spec.scope on the whole; this act takes effect by itself once it holds one that it names": "spec.scope.inputs %[1]s：%[2]s“%[3]s”不包含其中任何一项，因此未停用任何内容；其包含：%[4]s。请另行对其中之一作出决定，或者去掉 spec.scope 对全部作出决定；一旦其包含本行为所列的数据，本行为即自行生效",
	"what Decision %q completed was lifted already":                                                       "决定“%s”所完成的暂停已经恢复",
	"spec.regarding: no Decision %q with UID %s acts on %s; name the act by its name and metadata.uid":    "spec.regarding：没有名为“%s”、UID 为 %s 的决定作用于%s；请以名称和 metadata.uid 指明",
	"spec.regarding: no Decision %q with UID %s acts on %s %q; name the act by its name and metadata.uid": "spec.regarding：没有名为“%s”、UID 为 %s 的决定作用于%s“%s”；请以名称和 metadata.uid 指明",
	"spec.regarding names no Decision; step %s/%s names %s":                                               "spec.regarding 未指明决定；步骤 %s/%s 须指明%s",
	"spec.regarding names no Decision; %s names the act it gives back":                                    "spec.regarding 未指明决定；“%s”须指明所恢复的行为",
	"spec.regarding: Decision %q does not count itself (%s)":                                              "spec.regarding：决定“%s”自身无效（%s）",
	"spec.regarding: Decision %q is no act of procedure %s; step %s/%s names %s":                          "spec.regarding：决定“%s”不是程序 %s 的行为；步骤 %s/%s 须指明%s",
	"spec.regarding: Decision %q suspends nothing; a Lift names the act that completed the suspension":    "spec.regarding：决定“%s”未暂停任何事项；恢复须指明完成暂停的行为",
	"spec.regarding: Decision %q is %s; a Lift answers a Suspend and a Release answers a Halt":            "spec.regarding：决定“%s”是“%s”；恢复针对暂停，解除紧急停止针对紧急停止",
	"Decision %q already gave back what Decision %q took":                                                 "决定“%s”已恢复决定“%s”所收回的事项",
	"the act that completed what it lifts":                                                                "完成被恢复事项的行为",
	"the act that opened the run":                                                                         "开启本次程序的行为",
}
