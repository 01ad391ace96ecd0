package directory

import (
	"errors"
	"slices"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/memberrule"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

// evaluation is a task of dynamic membership: the rule of one group for all users,
// or the rules of all groups for one user.
type evaluation struct {
	Group string `json:"group,omitempty"`
	User  string `json:"user,omitempty"`
}

// evaluations are the tasks that are still to come.
var evaluations = &kernel.Agenda[evaluation]{State: "membership_evaluations", Do: evaluate}

// dynamicWatches list evaluations after changes of rules and of users.
var dynamicWatches = []kernel.Watch{
	kernel.Watching(Groups, func(d *kernel.Directory, before, next *Group, at kernel.Moment) {
		if next != nil && next.evaluated() && (before == nil || !before.evaluated() || before.MembershipRule != next.MembershipRule) {
			schedule(d, evaluation{Group: next.ID}, at)
		}
	}),
	kernel.Watching(Users, func(d *kernel.Directory, before, next *User, at kernel.Moment) {
		if !slices.ContainsFunc(Groups.All(d), (*Group).evaluated) {
			return
		}
		if next == nil {
			next = before
		}
		schedule(d, evaluation{User: next.ID}, at)
	}),
	kernel.Awaiting(Groups, func(d *kernel.Directory, g *Group, at kernel.Moment) {
		evaluations.Misses(d, at, func(e evaluation) bool { return e.Group == g.ID || e.User != "" && g.evaluated() })
	}),
}

func schedule(d *kernel.Directory, e evaluation, at kernel.Moment) {
	if delay := at.Settings.MembershipRuleDelay; delay != settings.Never {
		evaluations.Add(d, e, int(delay), at)
	}
}

// evaluated reports whether the members of a group follow its rule.
func (g *Group) evaluated() bool { return g.is(dynamic) && g.MembershipRuleProcessingState == ruleOn }

func (g *Group) rule(at kernel.Moment) (memberrule.Rule, error) {
	return memberrule.Parse(g.MembershipRule, ruleOptions(at))
}

func ruleOptions(at kernel.Moment) memberrule.Options {
	return memberrule.Options{ExactNames: at.Settings.RulePropertiesAreCaseSensitive, NegationsSkipNull: at.Settings.RuleNegationsSkipNull}
}

func evaluate(d *kernel.Directory, e evaluation, at kernel.Moment) {
	if e.Group != "" {
		if g := Groups.Truth(d, e.Group); g != nil && g.evaluated() {
			Groups.Put(d, g.filled(d, at), at)
		}
		return
	}
	for _, g := range Groups.All(d) {
		if !g.evaluated() {
			continue
		}
		if next := g.placing(d, e.User, at); next != nil {
			Groups.Put(d, next, at)
		}
	}
}

// filled is the group with the members that its rule selects. A rule that cannot
// be evaluated leaves them as they are.
func (g *Group) filled(d *kernel.Directory, at kernel.Moment) *Group {
	next := Groups.Clone(g)
	rule, err := g.rule(at)
	if err != nil {
		next.RuleStatus, next.RuleError = ruleFailed, "Membership updates could not be evaluated: "+explain(err)
		return next
	}
	next.Members = nil
	for _, u := range Users.All(d) {
		if rule.Matches(u.attribute) {
			next.Members = append(next.Members, u.ID)
		}
	}
	next.RuleStatus, next.RuleError = ruleSucceeded, ""
	if !slices.Equal(next.Members, g.Members) {
		next.MembersUpdated = at.Now
	}
	return next
}

// explain is the observed reason for an unsupported property, and the error of the
// rule for the others.
func explain(err error) string {
	var refused *memberrule.Error
	if errors.As(err, &refused) && refused.Property != "" {
		return "unsupported property."
	}
	return err.Error()
}

// placing is the group with or without a user, as its rule says; nil if that
// changes nothing.
func (g *Group) placing(d *kernel.Directory, id string, at kernel.Moment) *Group {
	rule, err := g.rule(at)
	u, i := Users.Truth(d, id), slices.Index(g.Members, id)
	belongs := err == nil && u != nil && rule.Matches(u.attribute)
	if err != nil || belongs == (i >= 0) {
		return nil
	}
	next := Groups.Clone(g)
	if next.MembersUpdated = at.Now; belongs {
		next.Members = slices.Concat(g.Members, []string{id})
	} else {
		next.Members = slices.Concat(g.Members[:i], g.Members[i+1:])
	}
	return next
}

// fillDynamic evaluates the rules of a seed, which apply to its users from the
// beginning. A group whose rule cannot be evaluated keeps the members of the seed.
func fillDynamic(d *kernel.Directory, at kernel.Moment) {
	for _, g := range Groups.All(d) {
		if g.evaluated() {
			Groups.Fill(d, g.filled(d, at))
		}
	}
}

// checkRule requires a rule for dynamic membership. A rule that is on has to be
// valid when it is written; a paused one is not looked at, even when it is turned on
// (graph-identity §7.7). A group that has become assigned keeps its rule, paused.
func (g *Group) checkRule(before *Group, at kernel.Moment) error {
	was := before != nil && before.is(dynamic)
	switch {
	case !g.is(dynamic) && g.MembershipRule+g.MembershipRuleProcessingState == "":
		return nil
	case !g.is(dynamic) && (before == nil || before.MembershipRule != g.MembershipRule && g.MembershipRule != ""):
		return refusal.InvalidValue("membershipRule", groupClass.Name)
	case g.is(dynamic) && g.MembershipRule == "":
		return refusal.Missing("membershipRule", groupClass.Name)
	case g.MembershipRuleProcessingState == rulePaused, !g.is(dynamic) && g.MembershipRuleProcessingState == "":
		return nil
	case !g.is(dynamic) || g.MembershipRuleProcessingState != ruleOn:
		return refusal.InvalidValue("membershipRuleProcessingState", groupClass.Name)
	case was && before.MembershipRule == g.MembershipRule:
		return modeled(g.refusedRule(at))
	default:
		return g.refusedRule(at)
	}
}

// refusedRule is Graph's error about the rule, nil if it has none.
func (g *Group) refusedRule(at kernel.Moment) error {
	_, err := g.rule(at)
	var refused *memberrule.Error
	switch {
	case !errors.As(err, &refused):
		return err
	case refused.NotModeled:
		return refusal.NotModeled("%s", refused.Message)
	default:
		return refusal.New(400, refused.Code, "%s", refused.Message)
	}
}

// modeled drops Graph's own errors, and keeps those of the emulator.
func modeled(err error) error {
	var refused *refusal.Error
	if errors.As(err, &refused) && refused.Status == 400 {
		return nil
	}
	return err
}

// restart resets what a change of the rule makes obsolete. A group that becomes
// dynamic loses its members at once, one that becomes assigned keeps them
// (graph-identity §7.7).
func (g *Group) restart(before *Group) {
	if before == nil || !before.evaluated() || before.MembershipRule != g.MembershipRule {
		g.RuleStatus, g.RuleError = "", ""
	}
	if before != nil && g.is(dynamic) && !before.is(dynamic) {
		g.Members = nil
	}
}

// processing is the membershipRuleProcessingStatus, null without a rule that is on.
func (g *Group) processing() any {
	if !g.evaluated() {
		return nil
	}
	status := g.RuleStatus
	if status == "" {
		status = ruleNotStarted
	}
	return map[string]any{"status": status, "lastMembershipUpdated": g.MembersUpdated, "errorMessage": schema.TextOrNull(g.RuleError)}
}
