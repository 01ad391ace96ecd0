package rules_test

import (
	"errors"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

const (
	anaID   = "0a000000-0000-4000-8000-000000000001"
	salesID = "0a000000-0000-4000-8000-0000000000a1"
	appID   = "0a000000-0000-4000-8000-0000000000f1"
)

func users(access rules.AccessType, targets ...rules.Target) *rules.Targets {
	return &rules.Targets{Access: access, Targets: targets}
}

func applications(access rules.AccessType, id string) *rules.Targets {
	return &rules.Targets{Access: access, Targets: []rules.Target{{ID: id, Type: "application"}}}
}

var (
	everybody = rules.Target{ID: rules.AllUsers, Type: "user"}
	ana       = rules.Target{ID: anaID, Type: "user"}
	sales     = rules.Target{ID: salesID, Type: rules.TargetGroup}

	inSales  = rules.Subject{ID: rules.Known(anaID), Groups: rules.Known([]string{salesID})}
	stranger = rules.Subject{ID: rules.Known("0a000000-0000-4000-8000-000000000002"), Groups: rules.Known([]string{})}
	unknown  = rules.Subject{}
)

// The interpretation table of graph-cross-tenant §1.7: does any application remain?
func TestAdmits(t *testing.T) {
	t.Parallel()
	const (
		yes   = rules.Admitted
		no    = rules.Refused
		maybe = rules.Undecided
	)
	for _, row := range []struct {
		name                       string
		users, applications        *rules.Targets
		inSales, stranger, unknown rules.Verdict
	}{
		{"allowed group, all applications", users("allowed", sales), applications("allowed", rules.AllApplications), yes, no, maybe},
		{"allowed all, one application", users("allowed", everybody), applications("allowed", appID), yes, yes, yes},
		{"allowed group, one application", users("allowed", sales), applications("allowed", appID), yes, no, maybe},
		{"allowed group, all but one application", users("allowed", sales), applications("blocked", appID), yes, no, maybe},
		{"blocked group, blocked all", users("blocked", sales), applications("blocked", rules.AllApplications), no, yes, maybe},
		{"blocked group, one application", users("blocked", sales), applications("allowed", appID), no, yes, maybe},
		{"blocked group, all but one application", users("blocked", sales), applications("blocked", appID), yes, yes, yes},
		{"blocked all, blocked all", users("blocked", everybody), applications("blocked", rules.AllApplications), no, no, no},
		{"allowed user by id", users("allowed", ana), applications("allowed", rules.AllApplications), yes, no, maybe},
		{"allowed all, no application", users("allowed", everybody), applications("blocked", rules.AllApplications), no, no, no},
		{"one of several targets", users("allowed", sales, everybody), applications("allowed", appID), yes, yes, yes},
		{"missing users", nil, applications("allowed", appID), maybe, maybe, maybe},
		{"missing applications", users("blocked", everybody), nil, maybe, maybe, maybe},
		{"unknown access type", users("unknownFutureValue", everybody), applications("allowed", appID), maybe, maybe, maybe},
	} {
		setting := &rules.B2BSetting{UsersAndGroups: row.users, Applications: row.applications}
		for who, c := range map[string]struct {
			subject rules.Subject
			want    rules.Verdict
		}{"in sales": {inSales, row.inSales}, "stranger": {stranger, row.stranger}, "unknown": {unknown, row.unknown}} {
			if got := setting.Admits(c.subject); got != c.want {
				t.Errorf("%s: %s is %d, want %d", row.name, who, got, c.want)
			}
		}
	}
}

// Ids are GUIDs and ignore case; unknown groups leave only targets that are groups
// open.
func TestAdmitsMatchesIDs(t *testing.T) {
	t.Parallel()
	everything := applications("allowed", rules.AllApplications)
	upper := rules.Subject{ID: rules.Known("0A000000-0000-4000-8000-000000000001")}
	byID := &rules.B2BSetting{UsersAndGroups: users("allowed", ana), Applications: everything}
	if byID.Admits(upper) != rules.Admitted {
		t.Error("upper case is another id")
	}
	byGroup := &rules.B2BSetting{UsersAndGroups: users("allowed", sales), Applications: everything}
	if byGroup.Admits(upper) != rules.Undecided {
		t.Error("unknown groups decided")
	}
}

// inboundRuling is the ruling about inbound access. A nil entry does not exist; a
// nil default was not read.
func inboundRuling(entry *rules.AccessSettings, defaults *rules.B2BSetting, sameCloud bool, who rules.Subject) rules.Ruling {
	a := rules.Access{Partner: rules.Known(entry)}
	if defaults != nil {
		a.Default = rules.Known(rules.AccessSettings{B2BCollaborationInbound: defaults})
	}
	return a.Ruling(rules.CollaborationInbound, sameCloud, who)
}

func inbound(s *rules.B2BSetting) *rules.AccessSettings {
	return &rules.AccessSettings{B2BCollaborationInbound: s}
}

func TestAccessRuling(t *testing.T) {
	t.Parallel()
	open, shut := openToAll, shutToAll
	for _, c := range []struct {
		name      string
		partner   *rules.AccessSettings
		defaults  *rules.B2BSetting
		sameCloud bool
		want      rules.Ruling
	}{
		{"partner wins", inbound(shut), open, true, rules.Ruling{Verdict: rules.Refused, Origin: rules.FromPartner, ForAll: true}},
		{"partner opens", inbound(open), shut, false, rules.Ruling{Verdict: rules.Admitted, Origin: rules.FromPartner, ForAll: true}},
		{"partner inherits", inbound(nil), shut, true, rules.Ruling{Verdict: rules.Refused, Origin: rules.FromDefault, ForAll: true}},
		{"partner inherits across clouds", inbound(nil), open, false, rules.Ruling{Verdict: rules.Admitted, Origin: rules.FromDefault, ForAll: true}},
		{"no partner", nil, open, true, rules.Ruling{Verdict: rules.Admitted, Origin: rules.FromDefault, ForAll: true}},
		{"no partner across clouds", nil, open, false, rules.Ruling{Verdict: rules.Refused, Origin: rules.FromNowhere, ForAll: true}},
		{"default not read", nil, nil, true, rules.Ruling{Verdict: rules.Undecided, Origin: rules.FromDefault}},
		{"default not needed", nil, nil, false, rules.Ruling{Verdict: rules.Refused, Origin: rules.FromNowhere, ForAll: true}},
	} {
		if got := inboundRuling(c.partner, c.defaults, c.sameCloud, unknown); got != c.want {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
		}
	}
	named := inbound(&rules.B2BSetting{
		UsersAndGroups: users("blocked", rules.Target{ID: "ana", Type: rules.TargetUser}), Applications: applications("blocked", rules.AllApplications),
	})
	ana := rules.Subject{ID: rules.Known("ana")}
	if got, want := inboundRuling(named, nil, true, ana), (rules.Ruling{Verdict: rules.Refused, Origin: rules.FromPartner}); got != want {
		t.Errorf("a user who is named: %+v, want %+v", got, want)
	}
	if got := inboundRuling(named, nil, true, rules.Subject{Edge: true}); got.Verdict != rules.Admitted {
		t.Errorf("an edge whose users are not all blocked: %+v", got)
	}
}

// The reason is that of the missing fact that decides.
func TestAccessRulingSaysWhatIsUnread(t *testing.T) {
	t.Parallel()
	entry, defaults := errors.New("entry"), errors.New("default")
	unread := rules.Access{Partner: rules.Unread[*rules.AccessSettings](entry), Default: rules.Unread[rules.AccessSettings](defaults)}
	known := rules.Access{Partner: rules.Known(inbound(nil)), Default: unread.Default}
	decided := rules.Access{Partner: rules.Known(inbound(shutToAll)), Default: unread.Default}
	for _, c := range []struct {
		name   string
		access rules.Access
		want   error
	}{{"neither", unread, entry}, {"default", known, defaults}, {"default that does not count", decided, nil}, {"not asked", rules.Access{}, nil}} {
		if got := c.access.Ruling(rules.CollaborationInbound, true, unknown).Unread; !errors.Is(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

// The algorithm of graph-cross-tenant §1.7, application by application, agrees with
// the verdict for every combination of targets.
func TestAdmitsAgreesWithTheAlgorithm(t *testing.T) {
	t.Parallel()
	permits := func(users, applications rules.AccessType, u, p bool) bool {
		switch {
		case users == rules.Allowed && applications == rules.Allowed:
			return u && p
		case users == rules.Allowed:
			return u && !p
		case applications == rules.Blocked:
			return !u || !p
		}
		return !u && p
	}
	access := []rules.AccessType{rules.Allowed, rules.Blocked}
	for _, usersAccess := range access {
		for _, who := range []rules.Target{everybody, ana, sales, {ID: "another-user", Type: "user"}} {
			for _, applicationsAccess := range access {
				for _, what := range []string{rules.AllApplications, appID} {
					named := who.ID != "another-user"
					// One application that a setting can name, and one that only
					// the keyword covers.
					want := rules.Refused
					if permits(usersAccess, applicationsAccess, named, true) ||
						permits(usersAccess, applicationsAccess, named, what == rules.AllApplications) {
						want = rules.Admitted
					}
					setting := &rules.B2BSetting{UsersAndGroups: users(usersAccess, who), Applications: applications(applicationsAccess, what)}
					if got := setting.Admits(inSales); got != want {
						t.Errorf("users %s %s, applications %s %s: %d, want %d", usersAccess, who.ID, applicationsAccess, what, got, want)
					}
				}
			}
		}
	}
}
