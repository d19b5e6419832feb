// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package chinese

// contents is what package content says.
var contents = catalogue{
	"%s (%s)%s":   "%s（%s）%s",
	" [%s]":       "〔%s〕",
	"clause %s%s": "条款 %s%s",
	"it lacks %s": "缺少：%s",
	"years":       "年",
	"year":        "年",
	"at most":     "最长",
	"exactly":     "恰为",
	"spec.term.to %s is not %s, the end of %s %d %s from %s%s": "spec.term.to 为 %[1]s，不是 %[2]s（自 %[6]s 起%[3]s %[4]s %[5]s届满）%[7]s",
	"clause %s stands for the field %s: leave the clause out":  "条款 %s 即字段 %s：请去掉该条款",
	"spec.level %d is no level of agreements of the edition":   "spec.level %s 不是该法规版本的协议级别",
	"spec.mode is not given, one of %s%s":                      "未填写 spec.mode，须为 %+s 之一%s",
	"spec.mode %s is none of %s%s":                             "spec.mode“%+s”不属于 %+s%s",
}

// checked is what package checking says of objects in a folder.
var checked = catalogue{
	"%v":                          "%s",
	"%s %s is no kind of Mandate": "%s %s 不是 Mandate 的对象类型",
	"the kind has no such field; see kubectl explain": "该类型没有此字段；见 kubectl explain",
	"is missing, and is required":                     "缺少此必填字段",
	"%s is not allowed; %s":                           "不允许“%s”；%s",
	"%s is not allowed; supported values: %s":         "不允许“%s”，可用的值：%+s",
	"a document has no %s, so that it is not known what it is; write it, or leave the document out":                            "有一个文档没有 %s，无法得知其类型；请写明，或去掉该文档",
	"a document is a list, and no object; write each object as a document of its own, or as an entry of items of a kind: List": "有一个文档是列表而不是对象；请将每个对象写成单独的文档，或写成 kind: List 的 items 中的一项",
	"a document is the single value %v, and no object; write apiVersion, kind, metadata and spec, or leave it out":             "有一个文档只是单个值“%s”，不是对象；请写明 apiVersion、kind、metadata 和 spec，或去掉该文档",
	"Jurisdiction %q gives no spec.effectiveFrom, so that what pins it never comes into force":                                 "法规版本“%s”没有 spec.effectiveFrom，引用它的对象永远不会生效",
	"pin an edition that supplies the date: one whose spec.parent is %q and which gives spec.effectiveFrom":                    "请引用写明施行日期的版本：其 spec.parent 为“%s”，并写明 spec.effectiveFrom",
	"pin an edition that supplies the date, such as %s":                                                                        "请引用写明施行日期的版本，例如 %s",
	"%s comes twice":                        "“%s”重复出现",
	"is too long: %s":                       "过长：%s",
	"%s does not fit the pattern %s":        "“%s”不符合格式 %s",
	"must be of type %s, and is of type %s": "须为 %s 类型，而实为 %s 类型",
	"is empty: kubectl mandate lift, release and decide fill it in; in a file, whoever applies it writes here the metadata.uid of the Decision that spec.regarding.name names": "为空：kubectl mandate lift、release、decide 会自动填写；以文件形式提交的，由提交者在此填写 spec.regarding.name 所指决定的 metadata.uid",
	"%q is too short: it must have %s characters or more": "“%s”过短，至少须有 %s 个字符",
	"%s is less than %s":                              "%s 小于下限 %s",
	"%s is more than %s":                              "%s 大于上限 %s",
	"%s has too few entries: it must have %s or more": "%s：条目过少，至少须有 %s 条",
	"another object of the folder has the same kind, namespace and name: the last one applied would win": "目录中另有类型、命名空间和名称都相同的对象：以最后应用的为准",
	"refers to %s %s, which is neither in the folder nor beside it (--jurisdictions)":                    "引用了%s %s，而目录和 --jurisdictions 中都没有该对象",
	"%s; %s": "%s；%s",
	// what is no object yet
	"is a kustomization that changes objects, which are judged as it makes them: kubectl kustomize %s | kubectl mandate check -f -": "是会改变对象的 kustomization，须先生成对象再检查：kubectl kustomize %s | kubectl mandate check -f -",
	"is a patch and no object: render it first, and check what comes out: kubectl kustomize %s | kubectl mandate check -f -":        "是补丁而不是对象；请先生成对象，再检查所生成的内容：kubectl kustomize %s | kubectl mandate check -f -",
	// what admission refuses of a Decision
	"%s: Decisions on an Organization live in %s":                                                            "%s：对组织机构的决定须放在命名空间 %s",
	"%s is for Decisions on an Organization alone: one on %s %q lives where that does":                       "%s 只存放对组织机构的决定：对%s“%s”的决定须与其同在一个命名空间",
	"%s lies in the future: write the time of the original record, or leave it out":                          "%s 尚未到来：请写明原记录的时间，或不填写",
	"%q is spec.organization itself, which transcribes no act of its own: leave transcribedBy out":           "“%s”即 spec.organization 本身，不能代录自己的行为：请去掉 transcribedBy",
	"%s lies in the future: an act that gives is not dated ahead; record it on its day":                      "%s 尚未到来：给予性质的行为不得预填日期；请在当日记录",
	"%s lies after spec.recordedAt %s: an act is recorded when it was done or later; correct one of the two": "%s 晚于 spec.recordedAt %s：行为须在作出之时或之后记录；请更正其中之一",
	// what to do about an act without effect
	"record it as the act of the organisation whose it is":                                                "请以有权机构的名义记录",
	"write what the step asks for, or the step that is meant":                                             "请写明该步骤所要求的内容，或更正步骤",
	"put the content back, or have it acted on anew as it is; kubectl mandate decide fills the digest in": "请恢复原内容，或对现有内容重新办理；kubectl mandate decide 会自动填写摘要",
	"record first what comes first":                                                                       "请先记录在先的步骤",
	"add it, with its result":                                                                             "请补充该要点及其结论",
	"add it, with its sha256":                                                                             "请补充该材料及其 sha256",
	"add it":                                                                                              "请补充",
	"add them":                                                                                            "请补充",
	"leave this one out":                                                                                  "请去掉本决定",
	"record it on that day":                                                                               "请在该日记录",
	"bring that about first":                                                                              "请先满足该条件",
	"the edition has none for the kind: leave the step out":                                               "该法规版本对此类对象没有步骤：请去掉 spec.step",
	"the edition has: %s":                                                                                 "该法规版本的步骤有：%s",
	"spec.actedOn %s lies before %s, the day on which %s %q was made":                                     "spec.actedOn %s 早于%[3]s“%[4]s”产生之日 %[2]s",
	"correct the day, unless the paper is older than its record here":                                     "请更正日期，除非文件形成于在此登记之前",
	// what can never be in force
	"Decisions %q and %q are on two contents of %s %q: the first of them fixes it, and a change is a new object that revises this one; write that, and have it decided on": "决定“%s”与“%s”针对%s“%s”的两个不同内容：前者已将内容固定，变更须另建修订它的新对象并另行决定",
	"%s and %s %q hold the same data in the same time, and neither revises the other; let the later one name the earlier in spec.revises":                                  "%s与%s“%s”在同一期间涉及相同数据，且互不修订；请在后者的 spec.revises 中写明前者",

	"it lacks, before it is signed, %s":      "签订之前尚缺：%s",
	"its file %s is not among the documents": "其文件 %s 不在文件目录中",
	"sha256 is %s, and the file %s has %s":   "sha256 为 %[1]s，而文件 %[2]s 实为 %[3]s",
}

// retained is what package retention says.
var retained = catalogue{
	"its disposal was decided (a Dispose of Namespace %s in namespace %s)":      "已决定处置（在命名空间 %[2]s 中对命名空间 %[1]s 作出的处置决定）",
	"it is kept: it carries no retention, so that only the group %s deletes it": "予以保留：未载明保留期，只有 %s 组可以删除",
	"it is kept until its grant has ended, for %s from then on, and until %s":   "保留至其授权终了，此后保留 %s，并至%s",
	"it is kept until %s (%s) and until %s":                                     "保留至 %s（%s），并至%s",
	"spec.retentionDays %d of SandboxClass %s":                                  "沙箱类别 %[2]s 的 spec.retentionDays %[1]s",
	"its term":       "其期限",
	"its term at %s": "其期限（%s）",
	"DeveloperGrant %s/%s has not ended and may come back: the end of %s, its deletion or its Terminate is awaited":                          "开发利用授权 %s/%s 尚未终了，可能恢复：等待%s届满、删除或终止",
	"Organization %q worked under %s %q and does not decide on what is kept of it; the grantor's or the data authority's Dispose is awaited": "组织机构“%s”曾在%s“%s”之下工作，不得决定其记录的去留；等待授权方或数据主管部门的处置决定",
	"the Decisions on %s %q are kept for good: the edition that it pins states no retention (spec.retention), or no end of it is known":      "关于%s“%s”的决定长期保留：其采用的法规版本未规定保存期（spec.retention），或其终了时间未知",
	"it was recorded before %s %q had ended and the last act on it was recorded; a Dispose recorded since is awaited":                        "该决定记录于%s“%s”终了及其最后一项行为记录之前；等待此后记录的处置决定",
	"the Decisions on %s %q are kept until %s":                                                                                                   "关于%s“%s”的决定保存至 %s",
	"it was recorded before the retention of sandbox %s began (%s); a Dispose recorded since is awaited":                                         "该决定记录于沙箱 %s 保留期开始（%s）之前；等待此后记录的处置决定",
	"sandbox %s is kept until %s (%s)":                                                                                                           "沙箱 %s 保留至 %s（%s）",
	"takes effect at %s: nothing is disposed of before the legal day of the act":                                                                 "自 %s 起有效：在行为的法定日期之前不作处置",
	"spec.subject: Namespace %q is the sandbox of DeveloperGrant %s/%s; its disposal is decided in namespace %s":                                 "spec.subject：命名空间“%s”是开发利用授权 %s/%s 的沙箱；其处置须在命名空间 %s 中决定",
	"Organization %q worked in sandbox %s and does not decide on what it leaves there; the grantor's or the data authority's Dispose is awaited": "组织机构“%s”曾在沙箱 %s 中工作，不得决定其遗留内容的处置；等待授权方或数据主管部门的处置决定",
	"sandbox %s is not frozen; end the DeveloperGrant %s/%s, and decide on its disposal once its access is cut":                                  "沙箱 %s 尚未冻结；请先结束开发利用授权 %s/%s，待访问切断后再决定处置",
	"sandbox %s: %s": "沙箱 %s：%s",
}
