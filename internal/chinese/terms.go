// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package chinese

// terms are single words of the API and of messages. What is no word of ours, a
// name or a number, is not in it.
var terms = map[string]string{
	"(none)": "（无）", "none": "无",
	// kinds
	"Jurisdiction": "法规版本", "Organization": "组织机构", "ImplementationPlan": "实施方案", "Selection": "遴选",
	"OperationAgreement": "授权运营协议", "DataResource": "数据资源", "DeveloperGrant": "开发利用授权", "Objection": "异议",
	"Decision": "决定", "SandboxClass": "沙箱规格", "WorkCalendar": "工作日历", "Heartbeat": "心跳", "Namespace": "命名空间", "Service": "服务",
	// roles and parties
	"Government": "人民政府", "DataAuthority": "数据主管部门", "ImplementingAgency": "实施机构", "Operator": "运营机构", "Developer": "开发主体",
	"SourceUnit": "数源单位", "IndustryDepartment": "行业主管部门", "PriceAuthority": "价格主管部门", "FinanceDepartment": "财政部门",
	"JusticeDepartment": "司法行政部门", "MarketRegulator": "市场监管部门", "Cyberspace": "网信部门", "SecurityAuthority": "安全主管部门",
	"RegistrationAgency": "登记机构", "ThirdParty": "第三方机构", "Consumer": "数据使用方", "Grantor": "授权方", "CoGrantor": "共同授权方", "Holder": "被授权主体", "SharedFrom": "共享来源单位",
	"Drafter": "起草单位", "Organiser": "组织单位", "Applicant": "申请人", "Subject": "本机构", "Objector": "异议人",
	// actions and outcomes
	"Suspend": "暂停", "Lift": "恢复", "Halt": "紧急停止", "Release": "解除紧急停止", "Terminate": "终止", "Disqualify": "取消资格", "Bar": "限制申请",
	"Order": "责令整改", "Dispose": "处置", "Submit": "报送", "Apply": "申请", "Forward": "转送", "Guide": "指导", "Assess": "评审",
	"Approve": "批准", "Consent": "同意", "Sign": "签订", "File": "备案", "Receive": "签收", "Publish": "发布", "Select": "选定", "Appoint": "指定",
	"Recognise": "认定", "Authorise": "授权", "Clear": "审查", "Attest": "证明", "Request": "提请", "Accept": "验收", "Except": "例外批准",
	"Annul": "撤回", "Reject": "驳回", "Return": "退回", "NotClear": "未通过", "NotApplicable": "不适用",
	// effects
	"Enter": "生效", "Selected": "选定", "Cleared": "准予提供", "Suspended": "暂停", "Lifted": "恢复", "Terminated": "终止",
	"Rectification": "整改", "Renewed": "续期", "Excepted": "例外", "Disposed": "处理", "Filed": "备案",
	"Appointed": "指定", "Recognised": "认定", "Authorised": "授权",
	// parts, modes, levels
	"Application": "申请", "Contract": "合同", "All": "全部",
	"Whole": "整体授权", "Comprehensive": "综合授权", "ByField": "分领域授权", "ByScenario": "依场景授权",
	"Province": "省级", "City": "市级", "County": "县级",
	"StateOrgan": "国家机关", "PublicInstitution": "事业单位", "LegalPerson": "法人", "UnincorporatedOrganization": "非法人组织",
	// reasons
	"InForce": "生效", "NotYetEffective": "尚未生效", "TermEnded": "期限届满", "Halted": "紧急停止", "Disqualified": "取消资格",
	"AncestorNotInForce": "上级授权未生效", "ReferenceMissing": "所引对象缺失", "Unlawful": "不合规", "NoInputLeft": "无可用数据资源",
	"IsolationUnproven": "隔离未经证实", "Undetermined": "未定", "Deleting": "删除中", "GuardMissing": "防护策略缺失",
	"ProcedurePending": "程序未完成", "ContentChanged": "内容已变更", "ObjectionDisposed": "异议已处理",

	// why an act has no effect
	"NotYetDue":          "尚未到期",
	"RegardingMissing":   "未指明所针对的行为",
	"RegardingUnfit":     "所指行为不符",
	"OtherOrganization":  "属其他机构的行为",
	"NotEntitled":        "无权办理",
	"Repeated":           "重复办理",
	"NoSuchStep":         "没有该步骤",
	"WrongAction":        "行为不符",
	"NotDistinct":        "应当回避",
	"StaleDigest":        "内容已变更",
	"OutOfOrder":         "次序不符",
	"OutsideWindow":      "不在受理期",
	"RequirementMissing": "前提未具备",
	"PointMissing":       "缺审查要点",
	"EvidenceMissing":    "缺材料",
	"GroundMissing":      "缺事由",
	"DueDateMissing":     "缺期限",
	"DocumentMissing":    "缺文件",
	"RecipientMissing":   "缺告知对象",
	"Superseded":         "已被取代",
	"ProcedureEnded":     "程序已终结",
	"Annulled":           "已撤回",
	"SubjectMissing":     "对象不存在",
	"Retained":           "予以保留",
	"Premature":          "为时过早",
	"PlaceTaken":         "名额已满",
	"Replaced":           "已由新版取代",
	"Open":               "未处理",
	"Effective":          "有效",
	"Barred":             "在限制申请期内",
	"Lapsed":             "逾期失效",
	"Rejected":           "已驳回",
	"Returned":           "已退回",
	"Invalid":            "无效",
	"Settled":            "已处理",

	// how the cluster follows
	"Provisioning": "正在准备",
	"Cutting":      "正在收回",
	"NameTaken":    "名称已被占用",
	"Frozen":       "已冻结",
	"Purging":      "正在清除",
	"Failed":       "失败",
}

// between are the marks and words between the members of a series.
var between = map[string]string{"": "", ", ": "、", "; ": "；", " and ": "和", " or ": "或", " ": "、"}
