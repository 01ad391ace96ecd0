package topology_test

import (
	"errors"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/topology"
)

const (
	anaID   = "0a000000-0000-4000-8000-000000000001"
	salesID = "0a000000-0000-4000-8000-0000000000a1"
	appID   = "0a000000-0000-4000-8000-0000000000f1"
)

func users(access topology.AccessType, targets ...topology.Target) *topology.Targets {
	return &topology.Targets{Access: access, Targets: targets}
}

func applications(access topology.AccessType, id string) *topology.Targets {
	return &topology.Targets{Access: access, Targets: []topology.Target{{ID: id, Type: "application"}}}
}

var (
	everybody = topology.Target{ID: topology.AllUsers, Type: "user"}
	ana       = topology.Target{ID: anaID, Type: "user"}
	sales     = topology.Target{ID: salesID, Type: topology.TargetGroup}

	inSales  = topology.Subject{ID: topology.Known(anaID), Groups: topology.Known([]string{salesID})}
	stranger = topology.Subject{ID: topology.Known("0a000000-0000-4000-8000-000000000002"), Groups: topology.Known([]string{})}
	unknown  = topology.Subject{}
)

// The interpretation table of graph-cross-tenant §1.7: is any application left?
func TestAdmits(t *testing.T) {
	t.Parallel()
	const (
		yes   = topology.Admitted
		no    = topology.Refused
		maybe = topology.Undecided
	)
	for _, row := range []struct {
		name                       string
		users, applications        *topology.Targets
		inSales, stranger, unknown topology.Verdict
	}{
		{"allowed group, all applications", users("allowed", sales), applications("allowed", topology.AllApplications), yes, no, maybe},
		{"allowed all, one application", users("allowed", everybody), applications("allowed", appID), yes, yes, yes},
		{"allowed group, one application", users("allowed", sales), applications("allowed", appID), yes, no, maybe},
		{"allowed group, all but one application", users("allowed", sales), applications("blocked", appID), yes, no, maybe},
		{"blocked group, blocked all", users("blocked", sales), applications("blocked", topology.AllApplications), no, yes, maybe},
		{"blocked group, one application", users("blocked", sales), applications("allowed", appID), no, yes, maybe},
		{"blocked group, all but one application", users("blocked", sales), applications("blocked", appID), yes, yes, yes},
		{"blocked all, blocked all", users("blocked", everybody), applications("blocked", topology.AllApplications), no, no, no},
		{"allowed user by id", users("allowed", ana), applications("allowed", topology.AllApplications), yes, no, maybe},
		{"allowed all, no application", users("allowed", everybody), applications("blocked", topology.AllApplications), no, no, no},
		{"one of several targets", users("allowed", sales, everybody), applications("allowed", appID), yes, yes, yes},
		{"missing users", nil, applications("allowed", appID), maybe, maybe, maybe},
		{"missing applications", users("blocked", everybody), nil, maybe, maybe, maybe},
		{"unknown access type", users("unknownFutureValue", everybody), applications("allowed", appID), maybe, maybe, maybe},
	} {
		setting := &topology.B2BSetting{UsersAndGroups: row.users, Applications: row.applications}
		for who, c := range map[string]struct {
			subject topology.Subject
			want    topology.Verdict
		}{"in sales": {inSales, row.inSales}, "stranger": {stranger, row.stranger}, "unknown": {unknown, row.unknown}} {
			if got := setting.Admits(c.subject); got != c.want {
				t.Errorf("%s: %s is %d, want %d", row.name, who, got, c.want)
			}
		}
	}
}

// Ids are GUIDs, in which case does not count; unknown groups leave only the
// targets open that are groups.
func TestAdmitsMatchesIDs(t *testing.T) {
	t.Parallel()
	everything := applications("allowed", topology.AllApplications)
	upper := topology.Subject{ID: topology.Known("0A000000-0000-4000-8000-000000000001")}
	byID := &topology.B2BSetting{UsersAndGroups: users("allowed", ana), Applications: everything}
	if byID.Admits(upper) != topology.Admitted {
		t.Error("upper case is another id")
	}
	byGroup := &topology.B2BSetting{UsersAndGroups: users("allowed", sales), Applications: everything}
	if byGroup.Admits(upper) != topology.Undecided {
		t.Error("unknown groups decided")
	}
}

// inboundRuling asks for the inbound ruling. An entry that is nil does not exist; a default
// that is nil was not read.
func inboundRuling(entry *topology.AccessSettings, defaults *topology.B2BSetting, sameCloud bool, who topology.Subject) topology.Ruling {
	a := topology.Access{Partner: topology.Known(entry)}
	if defaults != nil {
		a.Default = topology.Known(topology.AccessSettings{B2BCollaborationInbound: defaults})
	}
	return a.Ruling(topology.CollaborationInbound, sameCloud, who)
}

func inbound(s *topology.B2BSetting) *topology.AccessSettings {
	return &topology.AccessSettings{B2BCollaborationInbound: s}
}

func TestAccessRuling(t *testing.T) {
	t.Parallel()
	open, shut := openToAll, shutToAll
	for _, c := range []struct {
		name      string
		partner   *topology.AccessSettings
		defaults  *topology.B2BSetting
		sameCloud bool
		want      topology.Ruling
	}{
		{"partner wins", inbound(shut), open, true, topology.Ruling{Verdict: topology.Refused, Origin: topology.FromPartner, ForAll: true}},
		{"partner opens", inbound(open), shut, false, topology.Ruling{Verdict: topology.Admitted, Origin: topology.FromPartner, ForAll: true}},
		{"partner inherits", inbound(nil), shut, true, topology.Ruling{Verdict: topology.Refused, Origin: topology.FromDefault, ForAll: true}},
		{"partner inherits across clouds", inbound(nil), open, false, topology.Ruling{Verdict: topology.Admitted, Origin: topology.FromDefault, ForAll: true}},
		{"no partner", nil, open, true, topology.Ruling{Verdict: topology.Admitted, Origin: topology.FromDefault, ForAll: true}},
		{"no partner across clouds", nil, open, false, topology.Ruling{Verdict: topology.Refused, Origin: topology.FromNowhere, ForAll: true}},
		{"default not read", nil, nil, true, topology.Ruling{Verdict: topology.Undecided, Origin: topology.FromDefault}},
		{"default not needed", nil, nil, false, topology.Ruling{Verdict: topology.Refused, Origin: topology.FromNowhere, ForAll: true}},
	} {
		if got := inboundRuling(c.partner, c.defaults, c.sameCloud, unknown); got != c.want {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
		}
	}
	named := inbound(&topology.B2BSetting{
		UsersAndGroups: users("blocked", topology.Target{ID: "ana", Type: topology.TargetUser}), Applications: applications("blocked", topology.AllApplications),
	})
	ana := topology.Subject{ID: topology.Known("ana")}
	if got, want := inboundRuling(named, nil, true, ana), (topology.Ruling{Verdict: topology.Refused, Origin: topology.FromPartner}); got != want {
		t.Errorf("a user who is named: %+v, want %+v", got, want)
	}
	if got := inboundRuling(named, nil, true, topology.Subject{Edge: true}); got.Verdict != topology.Admitted {
		t.Errorf("an edge whose users are not all blocked: %+v", got)
	}
}

// The reason of a missing fact is that of the one that decides.
func TestAccessRulingSaysWhatIsUnread(t *testing.T) {
	t.Parallel()
	entry, defaults := errors.New("entry"), errors.New("default")
	unread := topology.Access{Partner: topology.Unread[*topology.AccessSettings](entry), Default: topology.Unread[topology.AccessSettings](defaults)}
	known := topology.Access{Partner: topology.Known(inbound(nil)), Default: unread.Default}
	decided := topology.Access{Partner: topology.Known(inbound(shutToAll)), Default: unread.Default}
	for _, c := range []struct {
		name   string
		access topology.Access
		want   error
	}{{"neither", unread, entry}, {"default", known, defaults}, {"default that does not count", decided, nil}, {"not asked", topology.Access{}, nil}} {
		if got := c.access.Ruling(topology.CollaborationInbound, true, unknown).Unread; !errors.Is(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

// The algorithm of graph-cross-tenant §1.7, application by application, agrees
// with the verdict for every combination of targets.
func TestAdmitsAgreesWithTheAlgorithm(t *testing.T) {
	t.Parallel()
	permits := func(users, applications topology.AccessType, u, p bool) bool {
		switch {
		case users == topology.Allowed && applications == topology.Allowed:
			return u && p
		case users == topology.Allowed:
			return u && !p
		case applications == topology.Blocked:
			return !u || !p
		}
		return !u && p
	}
	access := []topology.AccessType{topology.Allowed, topology.Blocked}
	for _, usersAccess := range access {
		for _, who := range []topology.Target{everybody, ana, sales, {ID: "somebody-else", Type: "user"}} {
			for _, applicationsAccess := range access {
				for _, what := range []string{topology.AllApplications, appID} {
					named := who.ID != "somebody-else"
					// One application that a setting may name, and one that only
					// the keyword reaches.
					want := topology.Refused
					if permits(usersAccess, applicationsAccess, named, true) ||
						permits(usersAccess, applicationsAccess, named, what == topology.AllApplications) {
						want = topology.Admitted
					}
					setting := &topology.B2BSetting{UsersAndGroups: users(usersAccess, who), Applications: applications(applicationsAccess, what)}
					if got := setting.Admits(inSales); got != want {
						t.Errorf("users %s %s, applications %s %s: %d, want %d", usersAccess, who.ID, applicationsAccess, what, got, want)
					}
				}
			}
		}
	}
}
