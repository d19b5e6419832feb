// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package chinese

import "strings"

// help is what the flags of kubectl mandate are for, those of kubectl among them,
// by what the same flag says in English.
var help = catalogue{
	// of several commands
	"en or zh (default: by LC_ALL, LC_MESSAGES, LANG)": "语言：en 或 zh（默认：依 LC_ALL、LC_MESSAGES、LANG）",
	"the day (YYYY-MM-DD, from its beginning) or instant to answer for, if nothing but time passes; of the past, by the acts up to then (default: now)": "假设除时间推移外别无变化，所问的日期（YYYY-MM-DD，自当日开始）或时点；过去的日期按截至当时的行为判断（默认：现在）",
	"help for %s": "显示 %s 的说明",

	// why, tree, simulate
	"json: write the answer so":                                           "json：以 JSON 输出",
	"the edition under which an Organization is asked: it pins none":      "询问组织机构时所依据的法规版本：组织机构本身不写明版本",
	"the day (YYYY-MM-DD, to its end) or instant until which time passes": "推演到哪一日（YYYY-MM-DD，至当日结束）或时点",

	// decide, suspend, lift, halt, release
	"yaml or name: print the Decision so":                                                                           "yaml 或 name：以此形式输出决定",
	"none, client (print only) or server (ask admission, store nothing)":                                            "none、client（只显示）或 server（询问准入，不作记录）",
	"record it although it would have no effect, would be on more than its line says, or names what does not exist": "即使不会产生效力、所及超出命令所写、或所写名称不存在，也予记录",
	"whose act it is (default: the Organization that lists you)":                                                    "以哪个组织机构的名义（默认：您所在的组织机构）",
	"the edition of an act on an Organization":                                                                      "对组织机构的行为所依据的法规版本",
	"the legal day of the act, YYYY-MM-DD (default: today)":                                                         "行为的法定日期，YYYY-MM-DD（默认：今日）",
	"the Decision that is answered (default: the only one that can be)":                                             "所针对的决定（默认：唯一可能的那一个）",
	"narrow the act to these inputs":                                                                                "只针对这些数据资源",
	"the Organizations that are told":                                                                               "告知哪些组织机构",
	"why, such as a row of the edition's grounds":                                                                   "事由，例如法规版本所列事由之一",
	"a remark for readers":                                                                                          "说明",
	"the Organization whose clerk records the paper of another body":                                                "代录其他机关文件的组织机构",
	"the number of the act's paper":                                                                                 "文号",
	"the body that issued the paper":                                                                                "发文机关",
	"the digest of the paper's bytes":                                                                               "文件的 SHA-256 摘要",
	"the paper, of which the digest is taken":                                                                       "文件，由此计算摘要",
	"the day on which the paper was issued, YYYY-MM-DD (default: the day of the act)":                               "文件印发日期，YYYY-MM-DD（默认：行为之日）",
	"the action, where it is not that of the step: Receive":                                                         "行为（与步骤所要求的不同时）：Receive 签收",
	"Approve, Reject or Return, where the step allows outcomes":                                                     "结果：Approve 批准、Reject 驳回或 Return 退回（步骤允许时）",
	"the last day by which the act is to be answered, or that is barred, YYYY-MM-DD":                                "答复的最后期限，或限制申请的最后一日，YYYY-MM-DD",
	"a judgement on a point, as POINT=Clear, NotClear or NotApplicable; may be repeated":                            "对一个审查要点的结论，写作 要点=Clear、NotClear 或 NotApplicable；可重复",
	"what a review gave on a point of --finding, as POINT=NUMBER; may be repeated":                                  "评审对 --finding 所列要点的评分，写作 要点=数字；可重复",
	"a remark on a point of --finding, as POINT=TEXT; may be repeated":                                              "对 --finding 所列要点的说明，写作 要点=说明；可重复",
	"a paper that the act carries, as NAME=FILE, of which the digest is taken; may be repeated":                     "行为所附材料，写作 名称=文件，由此计算摘要；可重复",
	"where such a paper is kept or can be read, as NAME=URI; may be repeated":                                       "该材料的存放处或可以查阅的网址，写作 名称=URI；可重复",

	"the day on which a paper of --evidence was issued, as NAME=YYYY-MM-DD; may be repeated":    "--evidence 所附材料的签发日期，写作 名称=YYYY-MM-DD；可重复",
	"the last day on which a paper of --evidence is valid, as NAME=YYYY-MM-DD; may be repeated": "--evidence 所附材料有效期的最后一日，写作 名称=YYYY-MM-DD；可重复",

	// check
	"the folder, with those in it, or file to check, or - for standard input":                             "要检查的目录（含其下各目录）或文件，- 为标准输入",
	"a folder or file of what may be referred to and is not itself checked: editions, calendars, parties": "可被引用而本身不检查的目录或文件：法规版本、工作日历、各方主体",
	"the folder of the papers, by whose bytes the sha256 of documents and evidence are checked":           "文件目录，据以核对文件和材料的 sha256",
	"json: write the faults so": "json：以 JSON 输出",

	// of kubectl
	"Path to the kubeconfig file to use for CLI requests.":                                                                         "所用 kubeconfig 文件的路径",
	"Username to impersonate for the operation. User could be a regular user or a service account in a namespace.":                 "以该用户名义执行（普通用户或命名空间中的服务账户）",
	"UID to impersonate for the operation.":                                                                                        "以该 UID 名义执行",
	"Group to impersonate for the operation, this flag can be repeated to specify multiple groups.":                                "以该组名义执行；可重复",
	"User extras to impersonate for the operation, this flag can be repeated to specify multiple values for the same key.":         "以该附加用户信息执行；可重复",
	"The name of the kubeconfig cluster to use":                                                                                    "所用 kubeconfig 中的集群名称",
	"The name of the kubeconfig user to use":                                                                                       "所用 kubeconfig 中的用户名称",
	"If present, the namespace scope for this CLI request":                                                                         "所针对的命名空间",
	"The name of the kubeconfig context to use":                                                                                    "所用 kubeconfig 中的上下文名称",
	"The address and port of the Kubernetes API server":                                                                            "Kubernetes API 服务器的地址和端口",
	"Path to a cert file for the certificate authority":                                                                            "证书颁发机构的证书文件路径",
	"Proxy URL to use for requests to the API server":                                                                              "访问 API 服务器所用的代理地址",
	"Server name to use for server certificate validation. If it is not provided, the hostname used to contact the server is used": "校验服务器证书所用的名称；未写明时用所访问的主机名",
	"If true, the server's certificate will not be checked for validity. This will make your HTTPS connections insecure":           "为 true 时不校验服务器证书，HTTPS 连接将不安全",
	"The length of time to wait before giving up on a single server request. Non-zero values should contain a corresponding time unit (e.g. 1s, 2m, 3h). A value of zero means don't timeout requests.": "单次请求的等待时长，须带单位（如 1s、2m、3h）；0 为不限时",
}

// Help is what a flag is for; English where it has no Chinese.
func Help(usage string) string {
	if of, own := strings.CutPrefix(usage, "help for "); own {
		return strings.ReplaceAll(help["help for %s"], "%s", of)
	}
	if said, known := help[usage]; known {
		return said
	}
	return usage
}

// typed is what is wrong with a line that was typed, as it is told by who reads
// flags.
var typed = catalogue{
	"unknown flag: %s":                            "没有标志 %s",
	"unknown shorthand flag: %s":                  "没有标志 %s",
	"flag needs an argument: %s":                  "标志 %s 须有值",
	"accepts %s arg(s), received %s":              "须有 %s 个参数，而写了 %s 个",
	"accepts at most %s arg(s), received %s":      "至多 %s 个参数，而写了 %s 个",
	"required flag(s) \"%s\" not set":             "须写明 --%s",
	"unknown command \"%s\" for \"%s\"":           "“%[2]s”没有命令“%[1]s”",
	"invalid argument \"%s\" for \"%s\" flag: %s": "标志 %[2]s 的值“%[1]s”无效：%[3]s",
	"if any flags in the group [%s] are set none of the others can be; [%s] were all set": "[%[1]s] 不能并用，而写了 [%[2]s]",
}
