package rules_test

import (
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

func TestCheckSetting(t *testing.T) {
	t.Parallel()
	const id, other = "aaaaaaaa-0000-4000-8000-000000000001", "aaaaaaaa-0000-4000-8000-000000000002"
	isGUID := func(s string) bool { return s == id || s == other }
	half := func(access rules.AccessType, targets ...string) *rules.Targets {
		h := &rules.Targets{Access: access}
		for _, target := range targets {
			kind, name, _ := strings.Cut(target, ":")
			h.Targets = append(h.Targets, rules.Target{ID: name, Type: kind})
		}
		return h
	}
	const everybody, everything = "user:AllUsers", "application:AllApplications"
	const users, applications = rules.UsersAndGroups, rules.Applications
	allowed, blocked := rules.Allowed, rules.Blocked
	for name, c := range map[string]struct {
		users, applications *rules.Targets
		defaultInbound      bool
		half                rules.Half
		reason              string
	}{
		"all allowed":                  {half(allowed, everybody), half(allowed, everything), true, "", ""},
		"all blocked":                  {half(blocked, everybody), half(blocked, everything), true, "", ""},
		"some users":                   {half(allowed, "user:"+id, "group:"+other), half(allowed, everything), false, "", ""},
		"some applications":            {half(allowed, everybody), half(blocked, "application:"+id, "application:Office365"), true, "", ""},
		"blocked group, blocked apps":  {half(blocked, "group:"+id), half(blocked, everything), false, "", ""},
		"R1":                           {half(blocked, everybody), half(allowed, everything), false, applications, "All users are blocked"},
		"R1 with one application":      {half(blocked, everybody), half(blocked, "application:"+id), false, applications, "All users are blocked"},
		"R2":                           {half(allowed, everybody), half(blocked, everything), false, applications, "Users are allowed"},
		"R2 with one user":             {half(allowed, "user:"+id), half(blocked, everything), false, applications, "Users are allowed"},
		"R3 users":                     {half(allowed, everybody, "user:"+id), half(allowed, everything), false, users, "AllUsers cannot be combined"},
		"R3 applications":              {half(allowed, everybody), half(allowed, everything, "application:"+id), false, applications, "AllApplications cannot be combined"},
		"R4":                           {half(allowed, "group:"+id), half(allowed, everything), true, users, "applies to all users"},
		"R5 application among users":   {half(allowed, "application:"+id), half(allowed, everything), false, users, `"application" is not allowed here`},
		"R5 user among applications":   {half(allowed, everybody), half(allowed, "user:"+id), false, applications, `"user" is not allowed here`},
		"R5 everybody as group":        {half(allowed, "group:AllUsers"), half(allowed, everything), false, users, `The type of AllUsers must be "user"`},
		"R5 keyword of the other half": {half(allowed, "user:AllApplications"), half(allowed, everything), false, users, "neither a GUID nor one of AllUsers"},
		"AllGroups":                    {half(allowed, "group:AllGroups"), half(allowed, everything), false, users, "neither a GUID"},
		"no GUID":                      {half(allowed, everybody), half(allowed, "application:Teams"), false, applications, "AllApplications, Office365, AllMicrosoftApps"},
		"no targets":                   {half(allowed), half(allowed, everything), false, users, "target is required"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := rules.CheckSetting(&rules.B2BSetting{UsersAndGroups: c.users, Applications: c.applications}, c.defaultInbound, isGUID)
			if c.reason == "" {
				if len(got) > 0 {
					t.Errorf("refused: %v", got)
				}
				return
			}
			if len(got) != 1 || got[0].Half != c.half || !strings.Contains(got[0].Reason, c.reason) {
				t.Errorf("problems are %v, want one about %s with %q", got, c.half, c.reason)
			}
		})
	}
}

func TestCheckTargets(t *testing.T) {
	t.Parallel()
	const id = "aaaaaaaa-0000-4000-8000-000000000001"
	isGUID := func(s string) bool { return s == id }
	allowed := func(targets ...rules.Target) *rules.Targets {
		return &rules.Targets{Access: rules.Allowed, Targets: targets}
	}
	user, application := rules.Target{ID: id, Type: rules.TargetUser}, rules.Target{ID: id, Type: rules.TargetApplication}
	all := rules.Target{ID: rules.AllUsers, Type: rules.TargetUser}
	for name, c := range map[string]struct {
		block   *rules.TargetsBlock
		targets *rules.Targets
		half    rules.Half
		reason  string
	}{
		"inherited":            {rules.M365Inbound, nil, "", ""},
		"all users":            {rules.M365Inbound, allowed(all), "", ""},
		"a user":               {rules.M365Outbound, allowed(user), "", ""},
		"an application":       {rules.ServiceConnectInbound, allowed(application), "", ""},
		"R3":                   {rules.M365Inbound, allowed(all, user), rules.Users, "AllUsers cannot be combined"},
		"R5 application":       {rules.M365Outbound, allowed(application), rules.UsersAndGroups, `"application" is not allowed here`},
		"R5 user":              {rules.ServiceConnectInbound, allowed(user), rules.Applications, `"user" is not allowed here`},
		"no targets":           {rules.ServiceConnectInbound, allowed(), rules.Applications, "AllApplications stands for all"},
		"keyword of the other": {rules.ServiceConnectInbound, allowed(rules.Target{ID: rules.AllUsers, Type: rules.TargetApplication}), rules.Applications, "neither a GUID"},
	} {
		got := rules.CheckTargets(c.block, c.targets, isGUID)
		if c.reason == "" && len(got) > 0 || c.reason != "" && (len(got) != 1 || got[0].Half != c.half || !strings.Contains(got[0].Reason, c.reason)) {
			t.Errorf("%s: problems are %v, want one about %s with %q", name, got, c.half, c.reason)
		}
	}
}
