package settings

// Groups are the settings about groups with a membership rule and about
// administrative units.
type Groups struct {
	// MembershipRuleDelay is the time from a change of a user or of a rule until the
	// members of a dynamic group follow. Minutes to hours are reported
	// (graph-identity §7.7).
	MembershipRuleDelay Lags `json:"membership_rule_delay"`
	// RulePropertiesAreCaseSensitive refuses a property of a membership rule in other
	// than its documented case. The page says so, and writes some in another case
	// itself (graph-identity §7.7).
	RulePropertiesAreCaseSensitive bool `json:"rule_properties_are_case_sensitive"`
	// RuleNegationsSkipNull leaves users without a value out of rules with a negated
	// operator, such as -ne "Sales". No page says what becomes of them
	// (graph-identity §7.7).
	RuleNegationsSkipNull bool `json:"rule_negations_skip_null"`
	// ApplicationsOwnNewGroups makes the application that creates a group its owner. A
	// page says that it has none then, and clients report that it has
	// (graph-identity §7.1).
	ApplicationsOwnNewGroups bool `json:"applications_own_new_groups"`
	// UnitsNeedP1 refuses to make a restricted management administrative unit in a
	// tenant without Entra ID P1. That a license is required for its administrators is
	// documented, what the API answers without one is not (graph-identity §7.5).
	UnitsNeedP1 bool `json:"units_need_p1"`
	// CastsNeedAdvancedQuery refuses the lists of members, owners and groups that are cast
	// to a type if the request lacks the header or $count. The pages require both, and
	// clients that send neither are known (graph-identity §7.6).
	CastsNeedAdvancedQuery bool `json:"casts_need_advanced_query"`
}

func defaultGroups() Groups {
	return Groups{MembershipRuleDelay: 3, UnitsNeedP1: true, CastsNeedAdvancedQuery: true}
}
