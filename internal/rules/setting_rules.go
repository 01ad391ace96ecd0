package rules

import (
	"fmt"
	"slices"
)

// Half is the name of one half of a B2B setting in configurations.
type Half string

// The halves.
const (
	Users          Half = "users"
	UsersAndGroups Half = "users_and_groups"
	Applications   Half = "applications"
)

// HalfOf is the half that a block of targets has.
func HalfOf(b *TargetsBlock) Half {
	switch b {
	case M365Inbound:
		return Users
	case ServiceConnectInbound:
		return Applications
	}
	return UsersAndGroups
}

// SettingProblem is the reason why the service refuses a setting.
type SettingProblem struct {
	Half Half
	// Reason is a sentence.
	Reason string
}

// applicationKeywords stand for more than one application
// (graph-cross-tenant §1.7).
var applicationKeywords = []string{AllApplications, Office365, AllMicrosoftApps}

// IsGUID reports whether text is a GUID; callers supply it, because this package
// does not validate ids.
type IsGUID func(string) bool

// CheckSetting applies the rules R1 to R5 of graph-cross-tenant §1.7 to a setting;
// nil passes. R4 concerns the inbound settings of a default, which apply to all
// users.
func CheckSetting(s *B2BSetting, defaultInbound bool, isGUID IsGUID) []SettingProblem {
	if s == nil {
		return nil
	}
	var problems []SettingProblem
	report := func(h Half, reason string, args ...any) {
		problems = append(problems, SettingProblem{h, fmt.Sprintf(reason, args...)})
	}
	for _, reason := range s.UsersAndGroups.misnamedIn(UsersAndGroups, isGUID) {
		report(UsersAndGroups, "%s", reason)
	}
	for _, reason := range s.Applications.misnamedIn(Applications, isGUID) {
		report(Applications, "%s", reason)
	}
	if s.UsersAndGroups == nil || s.Applications == nil {
		return problems
	}
	nothing := s.Applications.Access == Blocked && s.Applications.has(AllApplications)
	switch {
	case s.UsersAndGroups.Access == Blocked && s.UsersAndGroups.has(AllUsers) && !nothing:
		report(Applications, "All users are blocked, so %s must be blocked as well.", AllApplications)
	case s.UsersAndGroups.Access == Allowed && nothing:
		report(Applications, "Users are allowed, so at least one application must be allowed: %s cannot be blocked.", AllApplications)
	}
	if defaultInbound && !s.UsersAndGroups.has(AllUsers) {
		report(UsersAndGroups, "An inbound default applies to all users: the target must be %s. Name users and groups in the"+
			" settings of a partner.", AllUsers)
	}
	return problems
}

// CheckTargets applies the rules R3 and R5 of graph-cross-tenant §1.7 to a block with
// one half; nil passes. That they apply to it is assumed.
func CheckTargets(b *TargetsBlock, t *Targets, isGUID IsGUID) []SettingProblem {
	var problems []SettingProblem
	for _, reason := range t.misnamedIn(HalfOf(b), isGUID) {
		problems = append(problems, SettingProblem{HalfOf(b), reason})
	}
	return problems
}

// misnamedIn applies R3 and R5 to the targets of a half.
func (t *Targets) misnamedIn(h Half, isGUID IsGUID) []string {
	if h == Applications {
		return t.misnamed(AllApplications, applicationKeywords, []string{TargetApplication}, isGUID)
	}
	return t.misnamed(AllUsers, []string{AllUsers}, []string{TargetUser, TargetGroup}, isGUID)
}

// misnamed applies R3, a keyword for all excludes other targets, and R5, an id
// matches its type.
func (t *Targets) misnamed(all string, keywords, types []string, isGUID IsGUID) []string {
	if t == nil {
		return nil
	}
	var reasons []string
	if len(t.Targets) == 0 {
		reasons = append(reasons, "At least one target is required; "+all+" stands for all.")
	}
	if t.has(all) && len(t.Targets) > 1 {
		reasons = append(reasons, all+" cannot be combined with other targets.")
	}
	for _, target := range t.Targets {
		keyword := slices.ContainsFunc(keywords, func(k string) bool { return k == target.ID })
		switch {
		case !slices.Contains(types, target.Type):
			reasons = append(reasons, fmt.Sprintf("A target of type %q is not allowed here.", target.Type))
		case keyword && target.Type != types[0]:
			reasons = append(reasons, fmt.Sprintf("The type of %s must be %q.", target.ID, types[0]))
		case !keyword && !isGUID(target.ID):
			reasons = append(reasons, fmt.Sprintf("%q is neither a GUID nor one of %s.", target.ID, list(keywords)))
		}
	}
	return reasons
}
