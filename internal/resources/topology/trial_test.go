package topology_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/crosstenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/invitation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/provisioning"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

// outcome is the outcome of using a capability.
type outcome string

const (
	works outcome = "works"
	fails outcome = "does not work"
	// unseen is a capability that no user could use, or whose outcome is
	// undecidable: the effect of half a setting is not documented.
	unseen outcome = "cannot be seen"
)

func outcomeOf(ok bool) outcome {
	if ok {
		return works
	}
	return fails
}

// trial uses the capabilities of the users of a source in a target.
type trial struct {
	pair
	t      *testing.T
	world  *kernel.World
	visits []visit
	// synced reports that the jobs of the source have brought a user into the target.
	synced bool
}

// visit is the progress of one user.
type visit struct {
	invited, accepted bool
	refusal           error
}

// tried invites all users of the source to the target, and redeems pending invitations.
// In another world with the same estate the synchronization jobs have run.
func tried(t *testing.T, w, synced *kernel.World, p pair) trial {
	t.Helper()
	x := trial{t: t, world: w, pair: p}
	x.synced = x.synchronizes(synced)
	for _, person := range p.source.Users {
		x.visits = append(x.visits, x.visit(fmt.Sprint(person["mail"])))
	}
	return x
}

func (x trial) visit(address string) visit {
	x.t.Helper()
	invited, err := invitation.Invite(x.world, x.target.TenantID, invitation.Invitation{EmailAddress: address, RedirectURL: "https://myapps.microsoft.com"},
		kernel.Actor{Permissions: []string{"User.Invite.All"}})
	if err != nil {
		return visit{refusal: err}
	}
	guest, err := directory.Users.Get(x.world, x.target.TenantID, invited.UserID)
	if err != nil {
		x.t.Fatal(err)
	}
	v := visit{invited: true, accepted: guest.ExternalUserState == "Accepted"}
	if v.accepted != (invited.Status == invitation.InvitationCompleted) {
		x.t.Errorf("the invitation of %s is %s, and the guest %s", address, invited.Status, guest.ExternalUserState)
	}
	if !v.accepted {
		if err := invitation.Redeem(x.world, x.target.Key, invited.UserID, x.source.Key, address); err != nil {
			x.t.Errorf("%s was invited to %s and cannot redeem: %v", address, x.target.Key, err)
		}
	}
	return v
}

func (x trial) of(capability string) outcome {
	switch capability {
	case "b2b_collaboration":
		return x.certainly(x.entered(), "b2bCollaboration", true)
	case "auto_redeem":
		return x.redeemsByItself()
	case "sync":
		return x.certainly(x.synced && x.entered(), "b2bCollaboration", true)
	case "direct_connect":
		return x.connects()
	case "trust_mfa":
		return x.trusts("isMfaAccepted")
	case "trust_compliant_device":
		return x.trusts("isCompliantDeviceAccepted")
	case "trust_hybrid_device":
		return x.trusts("isHybridAzureADJoinedDeviceAccepted")
	}
	x.t.Fatalf("no way to try %s", capability)
	return unseen
}

func (x trial) entered() bool {
	return slices.ContainsFunc(x.visits, func(v visit) bool { return v.invited })
}

// certainly ignores a failure if more than one setting names particular users: each
// may admit a user, and both together none.
func (x trial) certainly(ok bool, blocks string, mail bool) outcome {
	personal := 0
	for _, s := range []setting{x.effective(x.source, x.target, blocks+"Outbound"), x.effective(x.target, x.source, blocks+"Inbound")} {
		if s.users != nil && !s.users.names("AllUsers") {
			personal++
		}
	}
	if mail && len(x.source.Domains) > 1 && len(x.target.B2BManagement) > 0 {
		personal++
	}
	if !ok && personal > 1 {
		return unseen
	}
	return outcomeOf(ok)
}

func (x trial) redeemsByItself() outcome {
	seen := unseen
	for _, v := range x.visits {
		now := outcomeOf(v.accepted)
		switch {
		case !v.invited:
			continue
		case seen != unseen && seen != now:
			x.t.Errorf("of the people of %s in %s, some redeem without consent and some do not", x.source.Key, x.target.Key)
		}
		seen = now
	}
	return seen
}

// ran is a world without a server, in which the synchronization jobs of all tenants have
// run.
func ran(t *testing.T, e *acctest.Estate) *kernel.World {
	t.Helper()
	w := loaded(t, e)
	for _, tenant := range e.Tenants {
		if _, err := provisioning.Run(w, tenant.TenantID); err != nil {
			t.Fatal(err)
		}
	}
	return w
}

// synchronizes reports whether the jobs have brought a user across. A job that was in
// quarantine before does not count: the service tries it again later, and the check is
// about its state now.
func (x trial) synchronizes(synced *kernel.World) bool {
	x.t.Helper()
	users, err := directory.Users.List(synced, x.target.TenantID, kernel.Listing{Limit: 1000})
	if err != nil {
		x.t.Fatal(err)
	}
	return slices.ContainsFunc(users.Items, func(u *directory.User) bool { return u.External() && u.Account().HomeTenantID == x.source.TenantID }) &&
		slices.ContainsFunc(x.source.Synchronizations, func(c acctest.Object) bool {
			secrets, _ := c["secrets"].(acctest.Object)
			return strings.EqualFold(fmt.Sprint(secrets["CompanyId"]), x.target.TenantID) && !quarantined(c)
		})
}

// quarantined reports whether the job of a seeded configuration is in quarantine.
func quarantined(c acctest.Object) bool {
	job, _ := c["job"].(acctest.Object)
	status, _ := job["status"].(acctest.Object)
	return status["code"] == "Quarantine"
}

// reaches is the requirement of every capability across clouds (graph-cross-tenant
// §8, row 0).
func (x trial) reaches(own, other *acctest.Tenant) bool {
	x.t.Helper()
	endpoint := cloudNames[other.Cloud]
	if endpoint == cloudNames[own.Cloud] {
		return true
	}
	policy, err := crosstenant.Access.Get(x.world, own.TenantID)
	if err != nil {
		x.t.Fatal(err)
	}
	enabled, _ := (*policy)["allowedCloudEndpoints"].([]any)
	_, err = crosstenant.Partners.Get(x.world, own.TenantID, other.TenantID)
	return err == nil && slices.Contains(enabled, any(endpoint)) && (own.Cloud == "public" || other.Cloud == "public")
}

func (x trial) joined() bool { return x.reaches(x.source, x.target) && x.reaches(x.target, x.source) }

// block is the effective block of a tenant for another (graph-cross-tenant §1.5).
func (x trial) block(own, other *acctest.Tenant, name string) acctest.Object {
	x.t.Helper()
	if p, err := crosstenant.Partners.Get(x.world, own.TenantID, other.TenantID); err == nil && p.Settings[name] != nil {
		block, _ := p.Settings[name].(acctest.Object)
		return block
	}
	defaults, err := crosstenant.Defaults.Get(x.world, own.TenantID)
	if err != nil {
		x.t.Fatal(err)
	}
	block, _ := (*defaults)[name].(acctest.Object)
	return block
}

func (x trial) trusts(claim string) outcome {
	return outcomeOf(x.joined() && x.block(x.target, x.source, "inboundTrust")[claim] == true)
}

// connects decides about shared channels, which the emulator does not have: it
// applies the algorithm of graph-cross-tenant §1.7 to the settings.
func (x trial) connects() outcome {
	if cloudNames[x.source.Cloud] != cloudNames[x.target.Cloud] {
		return fails
	}
	out, in := x.effective(x.source, x.target, "b2bDirectConnectOutbound"), x.effective(x.target, x.source, "b2bDirectConnectInbound")
	if out.half() || in.half() {
		return unseen
	}
	ok := slices.ContainsFunc(x.source.Users, func(u acctest.Object) bool {
		who := []string{fmt.Sprint(u["id"])}
		for _, g := range x.source.Groups {
			if members, _ := g["members"].([]any); slices.Contains(members, u["id"]) {
				who = append(who, fmt.Sprint(g["id"]))
			}
		}
		return out.permits(who) && in.permits(who)
	})
	return x.certainly(ok, "b2bDirectConnect", false)
}

// setting is a block with two halves, decoded by the test itself.
type setting struct{ users, applications *targets }

type targets struct {
	AccessType string
	Targets    []struct{ Target string }
}

func (x trial) effective(own, other *acctest.Tenant, name string) setting {
	x.t.Helper()
	block := x.block(own, other, name)
	return setting{decoded(x.t, block["usersAndGroups"]), decoded(x.t, block["applications"])}
}

func decoded(t *testing.T, half any) *targets {
	t.Helper()
	text, err := json.Marshal(half)
	if err != nil {
		t.Fatal(err)
	}
	var decoded *targets
	if err := json.Unmarshal(text, &decoded); err != nil {
		t.Fatal(err)
	}
	return decoded
}

func (s setting) half() bool { return s.users == nil || s.applications == nil }

func (t *targets) names(ids ...string) bool {
	for _, target := range t.Targets {
		if slices.ContainsFunc(ids, func(id string) bool { return strings.EqualFold(id, target.Target) }) {
			return true
		}
	}
	return false
}

// permits reports whether a user may use Office 365, which is one of Microsoft's
// applications.
func (s setting) permits(who []string) bool {
	user := s.users.names(append(who, "AllUsers")...)
	application := s.applications.names("Office365", "AllMicrosoftApps", "AllApplications")
	users, applications := s.users.AccessType == "allowed", s.applications.AccessType == "allowed"
	switch {
	case users:
		return user && application == applications
	case applications:
		return !user && application
	}
	return !user || !application
}
