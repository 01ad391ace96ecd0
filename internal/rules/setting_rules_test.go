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
