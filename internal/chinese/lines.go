// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package chinese

// lines is what kubectl mandate says of lines that were typed.
var lines = catalogue{
	"%q is no KIND/NAME, such as dg/drug-safety: KIND is one of plan, sel, oa, dg, dr, org, objn or its full name":           "“%s”不是 KIND/NAME 的形式（例如 dg/drug-safety）：KIND 为 plan（实施方案）、sel（遴选）、oa（授权运营协议）、dg（开发利用授权）、dr（数据资源）、org（组织机构）、objn（异议）之一，或其全称",
	"--finding %q is no POINT=RESULT, such as stateSecrets=Clear":                                                            "--finding“%s”不是 要点=结论 的形式，例如 stateSecrets=Clear",
	"--evidence-uri %q is no NAME=URI of an --evidence NAME=FILE, such as publicityPage=https://www.example.org/publicity/7": "--evidence-uri“%s”不是某项 --evidence 名称=文件 的 名称=URI，例如 publicityPage=https://www.example.org/publicity/7",
	"--evidence %q is no NAME=FILE, such as emergencyPlan=plan.pdf":                                                          "--evidence“%s”不是 名称=文件 的形式，例如 emergencyPlan=plan.pdf",
	"%s %q is no NAME=YYYY-MM-DD of a paper that --evidence names":                                                           "%s“%s”须写作 名称=YYYY-MM-DD，且为 --evidence 所列材料",
	"read the evidence %s":    "读取材料 %s",
	"%s %s/%s does not exist": "%s %s/%s 不存在",
	"%s %s/%s could not be read: nothing can be told of it; ask who may read it":       "%s %s/%s 无法读取，因而无法判断；请询问有权读取者",
	"%s %s/%s is no link of a chain that exists":                                       "%s %s/%s 不是现有授权链中的一环",
	"--lang %q is neither en nor zh":                                                   "--lang“%s”既不是 en 也不是 zh",
	"namespace %s does not exist; name the domain with -n":                             "命名空间 %s 不存在；请用 -n 指明数据域",
	"Jurisdiction %s of --jurisdiction does not exist; name one that is applied":       "--jurisdiction 所指的法规版本 %s 不存在；请指明已应用的版本",
	"--output %q is not json":                                                          "--output“%s”不是 json",
	"--output %q is neither yaml nor name":                                             "--output“%s”既不是 yaml 也不是 name",
	"--at %q is neither a day (2026-11-10) nor an instant (2026-11-10T09:00:00+08:00)": "--at“%s”既不是日期（2026-11-10）也不是时点（2026-11-10T09:00:00+08:00）",
	"--at %s lies in the past: what is and was, kubectl mandate tree --at says":        "--at %s 已经过去：现在与过去的状态请用 kubectl mandate tree --at 查询",
	"--dry-run %q is none of none, client and server":                                  "--dry-run“%s”须为 none、client 或 server",
	"--output name has nothing to print with --dry-run=client: the API server completes the name; use --dry-run=server or --output yaml": "--dry-run=client 时 --output name 没有可输出的内容：名称由 API 服务器补全；请用 --dry-run=server 或 --output yaml",
	"--document-file and --document-sha256 both say the digest of the paper: give one of them":                                           "--document-file 与 --document-sha256 都指明文件的摘要：请只用其一",
	"%s %s is of a paper without a number: give that with --document":                                                                    "%s %s 所指的文件没有文号：请用 --document 写明文号",
	"%s: 1 fault": "%s：1 处问题",
	"%s holds no object of Mandate's kinds: nothing was checked; was it rendered, and is it the right folder?": "%s 中没有 Mandate 的对象：什么也没有检查；是否已生成对象，目录是否正确？",
	"%s: %d faults":               "%s：%s 处问题",
	"read kubeconfig":             "读取 kubeconfig",
	"read standard input":         "读取标准输入",
	"read %s":                     "读取 %s",
	"read %s %s":                  "读取%s %s",
	"read Jurisdiction %s":        "读取法规版本 %s",
	"read the Organizations":      "读取组织机构",
	"read the Decisions on %s %s": "读取关于%s %s 的决定",
	"read SandboxClass %s, which the digest of the grant covers": "读取沙箱规格 %s（授权的摘要包含其内容）",
	"record the Decision":            "记录决定",
	"reach the cluster":              "连接集群",
	"list the chain of namespace %s": "读取命名空间 %s 的授权链",
	"ask the API server who you are": "向 API 服务器询问您的身份",
}
