// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package chinese

// lawfulness is what package lawful says.
var lawfulness = catalogue{
	"spec.inputs of DeveloperGrant %q: DataResource %q is raw data, and a holder of tier %d of Jurisdiction %q works on %v alone; ask for these, none of which is there yet":                                                     "开发利用授权“%[1]s”的 spec.inputs：数据资源“%[2]s”是原始数据，而法规版本“%[4]s”的第 %[3]s 级主体只能使用 %[5]s；请申请使用这些内容，目前尚无可用者",
	"spec.contract of DeveloperGrant %q is a contract of %q with itself: who operates OperationAgreement %q takes no part in developing further what it delivers; choose another holder, or ask for raw data without a contract": "开发利用授权“%s”的 spec.contract 是“%s”与自己订立的合同：授权运营协议“%s”的运营机构不得参与其交付产品的再开发；请改由其他主体承担，或不订合同而申请原始数据",
	"the %s %q of %s %q claims the role %s of a division of which Organization %q was registered as that earlier; there is one, name it":                                                                                         "%[3]s“%[4]s”的%[1]s“%[2]s”声明为“%[5]s”，而该行政区划已有在先登记的组织机构“%[6]s”；同一区划只有一个，请改为该机构",
	"spec.catalogue.code %q of DataResource %q is that of DataResource %q, which was entered earlier; one entry is one resource with one source, give this one its own code or use the other":                                    "数据资源“%[2]s”的 spec.catalogue.code“%[1]s”与在先登记的数据资源“%[3]s”相同；一个目录代码对应一项资源和一个来源，请另编代码，或使用已有资源",
	"from %s until %s":     "自 %s 至 %s",
	"the affiliates of %s": "下列对象的关联方：%s",
	"spec.contract.serviceFee.priceDocument %q of DeveloperGrant %q names none of spec.documents, and a fee of %s rests on the guidance price; add the document that sets it, or ask for no fee": "开发利用授权“%[2]s”的 spec.contract.serviceFee.priceDocument“%[1]s”不是 spec.documents 中的文件，而收费 %[3]s 须以指导价为依据；请补充定价文件，或不收费",
	"spec.desensitised of DataResource %q is not true, and data is given desensitised alone; have it desensitised, and say so":                                                                   "数据资源“%s”的 spec.desensitised 不为 true，而数据须脱敏后方可提供；请先脱敏并如实填写",
	"spec.mode %q of %s %q is none of %v, which Jurisdiction %q allows; choose one of them":                                                                                                      "%[2]s“%[3]s”的 spec.mode“%[1]s”不在法规版本“%[5]s”允许的模式（%[4]s）之内；请从中选择",
	"spec.mode %q of OperationAgreement %q is not %q, the mode of ImplementationPlan %q; make the agreement as the plan has it, or have the plan revised":                                        "授权运营协议“%[2]s”的 spec.mode“%[1]s”与实施方案“%[4]s”的模式“%[3]s”不一致；请按实施方案订立协议，或先修订实施方案",
	"the term of OperationAgreement %q, %s, is not inside that of ImplementationPlan %q, %s; make it shorter, or have the plan revised":                                                          "授权运营协议“%s”的期限（%s）超出实施方案“%s”的期限（%s）；请缩短期限，或先修订实施方案",
	"the term of DeveloperGrant %q, %s, ends after that of OperationAgreement %q, %s; end it with the agreement":                                                                                 "开发利用授权“%s”的期限（%s）晚于授权运营协议“%s”的期限（%s）届满；请随协议一并届满",
	"spec.dataResources of OperationAgreement %q: DataResource %q is not among spec.dataResources of ImplementationPlan %q; leave it out, or have the plan revised":                              "授权运营协议“%s”的 spec.dataResources：数据资源“%s”不在实施方案“%s”的 spec.dataResources 之内；请去掉，或先修订实施方案",
	"spec.inputs of DeveloperGrant %q: DataResource %q is not among spec.dataResources of OperationAgreement %q; choose an input of the agreement":                                               "开发利用授权“%s”的 spec.inputs：数据资源“%s”不在授权运营协议“%s”的 spec.dataResources 之内；请选择协议范围内的数据",
	"spec.dataResources of OperationAgreement %q: DataResource %q is of the sector %q, and spec.field is %q; an agreement by field holds data of its field alone, leave it out":                  "授权运营协议“%s”的 spec.dataResources：数据资源“%s”属于行业“%s”，而 spec.field 为“%s”；分领域协议只含本领域数据，请去掉",
	"the %s %q of %s %q is of the division %q, which does not lie inside %q of Jurisdiction %q; name one of that territory":                                                                      "%[3]s“%[4]s”的%[1]s“%[2]s”属于行政区划“%[5]s”，不在法规版本“%[7]s”的“%[6]s”之内；请改为该区域内的机构",
	"the %s %q of %s %q has the spec.legalForm %q, which is none of %v; name one of these forms, or let it state its own":                                                                        "%[3]s“%[4]s”的%[1]s“%[2]s”的 spec.legalForm 为“%[5]s”，不属于 %[6]s；请改为符合组织形式要求的机构，或由其填明组织形式",
	"spec.holder %q of DeveloperGrant %q operates OperationAgreement %q, and may not develop inside its scope; choose another holder":                                                            "开发利用授权“%[2]s”的 spec.holder“%[1]s”是授权运营协议“%[3]s”的运营机构，不得在其范围内再开发；请改由其他主体承担",
	"spec.holder %q of DeveloperGrant %q is affiliated with %q, which operates OperationAgreement %q, and may not develop inside its scope; choose a holder that is not":                         "开发利用授权“%[2]s”的 spec.holder“%[1]s”与授权运营协议“%[4]s”的运营机构“%[3]s”存在关联关系，不得在其范围内再开发；请改由无关联的主体承担",
	"%s %q of %s %q is the operator of level 1 that grants OperationAgreement %q, and may not develop under it; name a developer":                                                                "%[3]s“%[4]s”的 %[1]s“%[2]s”是授权运营协议“%[5]s”的授权方（一级运营机构），不得在其下从事开发；请改为开发主体",
	"spec.grantor: Jurisdiction %q confers the roles %v by Decision, and Organization %q has none; that Decision is awaited":                                                                     "spec.grantor：法规版本“%s”规定%s身份须以决定授予，而组织机构“%s”尚无该决定；等待作出该决定",
	"spec.grantor %q of OperationAgreement %q has none of the roles %v, which Jurisdiction %q lets authorise; name one who has":                                                                  "授权运营协议“%[2]s”的 spec.grantor“%[1]s”不具有法规版本“%[4]s”规定可以授权的身份（%[3]s）；请改为具有该身份的机构",
	"spec.operator %q of OperationAgreement %q was not chosen in Selection %q, which chose %v; name one of these":                                                                                "授权运营协议“%[2]s”的 spec.operator“%[1]s”不是遴选“%[3]s”的中选者，中选者为 %[4]s；请改为中选者",
	"the %s %q of %s %q claims a role that Jurisdiction %q confers by Decision; that Decision is awaited":                                                                                        "%[3]s“%[4]s”的%[1]s“%[2]s”声明的身份，依法规版本“%[5]s”须以决定授予；等待作出该决定",
	"the %s %q of %s %q is not %s, as Jurisdiction %q asks; name one who is":                                                                                                                     "%[3]s“%[4]s”的%[1]s“%[2]s”不是法规版本“%[6]s”要求的%[5]s；请改为符合要求的机构",
	"%s %q of %s %q is affiliated with %q, which operates what it develops on; this is shown, and refuses nothing": "%[3]s %[4]q 的 %[1]s %[2]q 与其开发所依托的运营方 %[5]q 有关联关系；仅予标示，不予拒绝",
}
