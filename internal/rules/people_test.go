package rules_test

import (
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

func TestPeopleRules(t *testing.T) {
	t.Parallel()
	const guestUPN = "ana.ruiz_contoso.example#EXT#@fabrikam.onmicrosoft.com"
	var (
		internal = rules.User{ID: "i1", UserPrincipalName: "ana@fabrikam.example", Mail: email, UserType: rules.Member}
		aliased  = rules.User{ID: "i3", UserPrincipalName: "ana@fabrikam.example", Mail: "ana@fabrikam.example"}
		guest    = rules.User{ID: "g1", UserPrincipalName: guestUPN, UserType: rules.Guest, External: true, State: "PendingAcceptance"}
		member   = rules.User{ID: "g2", UserPrincipalName: guestUPN, UserType: rules.Member, External: true}
		nothing  = rules.Fact[[]rules.User]{}
	)
	synced := internal
	synced.OnPremisesUPN = "ana@fabrikam.local"
	mailbox := aliased
	mailbox.ProxyAddresses = []string{"SMTP:ana@fabrikam.example"}
	conversion := []rules.Code{"MT016"}
	holder, exists, deleted := []rules.Code{"MT004"}, []rules.Code{"MT005"}, []rules.Code{"MT006"}
	for _, r := range []rule{
		{
			"internal user", func(f *facts) { f.Users = people(internal) }, holder,
			[]string{"internal user ana@fabrikam.example (i1)", `invited_user_id = "i1"`},
		},
		{"internal guest", func(f *facts) { f.Users = people(rules.User{ID: "i2", UserType: rules.Guest}) }, holder, nil},
		{"internal user, adopting", func(f *facts) { f.Users, f.OnExisting = people(internal), "adopt" }, holder, nil},
		{"the internal user is converted", func(f *facts) { f.Users, f.InvitedUserID = people(internal), "I1" }, nil, nil},
		{"another internal user is converted", func(f *facts) { f.Users, f.InvitedUserID = people(internal), "i9" }, holder, nil},
		{
			"the converted user has the address as alias",
			func(f *facts) { f.Users, f.InvitedUserID = people(aliased), "i3" },
			conversion,
			[]string{"converts no user", "user ana@fabrikam.example (i3) has another address as mail", "Set the mail of user i3"},
		},
		{"the converted user has another address", func(f *facts) { f.InvitedUserID = "i9" }, conversion, []string{"user i9 does not have it as mail"}},
		{
			"the converted user seems to have a mailbox",
			func(f *facts) { f.Users, f.InvitedUserID = people(mailbox), "i3" },
			conversion,
			[]string{"where they are those of a mailbox, mail cannot be changed"},
		},
		{
			"the converted user comes from a local directory",
			func(f *facts) { f.Users, f.InvitedUserID = people(synced), "i1" },
			conversion,
			[]string{"has the onPremisesUserPrincipalName ana@fabrikam.local", "Entra Connect"},
		},
		{"a user from a local directory is not converted", func(f *facts) { f.Users = people(synced) }, holder, nil},
		{"the conversion has taken place", func(f *facts) { f.Users, f.InvitedUserID = people(guest), "G1" }, nil, nil},
		{"another user is external", func(f *facts) { f.Users, f.InvitedUserID = people(guest), "i1" }, exists, nil},
		{"deleted guest, converting", func(f *facts) { f.Users, f.Deleted, f.InvitedUserID = people(internal), people(guest), "i1" }, nil, nil},
		{"users not read", func(f *facts) { f.Users = nothing }, nil, nil},
		{"users not read, converting", func(f *facts) { f.Users, f.InvitedUserID = nothing, "i1" }, nil, nil},

		{
			"external guest", func(f *facts) { f.Users = people(guest) }, exists,
			[]string{guestUPN, "g1", "Guest, PendingAcceptance", "import {", `id = "fabrikam/g1"`, `on_existing = "adopt"`},
		},
		{"external member", func(f *facts) { f.Users = people(member) }, exists, []string{`id = "fabrikam/g2"`}},
		{
			"two of them", func(f *facts) { f.Users = people(guest, member) }, exists,
			[]string{`id = "fabrikam/g1"`, `id = "fabrikam/g2"`, "the intended user"},
		},
		{"external beside internal", func(f *facts) { f.Users = people(internal, guest) }, exists, nil},

		{
			"deleted guest", func(f *facts) { f.Deleted = people(guest) }, deleted,
			[]string{guestUPN, `on_soft_deleted = "restore"`, `or "ignore" to invite a new user`, "DELETE /directory/deletedItems/g1"},
		},
		{
			"deleted internal user", func(f *facts) { f.Deleted = people(internal) }, deleted,
			[]string{"would be restored as an internal user", `on_soft_deleted = "ignore" to invite a new user`, "DELETE /directory/deletedItems/i1"},
		},
		{"deleted internal user, restoring", func(f *facts) { f.Deleted, f.OnSoftDeleted = people(internal), "restore" }, deleted, nil},
		{"deleted guest, ignoring", func(f *facts) { f.Deleted, f.OnSoftDeleted = people(guest), "ignore" }, nil, nil},
		{"deleted guest, and a live one", func(f *facts) { f.Deleted, f.Users = people(guest), people(member) }, exists, nil},
		{"deleted users not read", func(f *facts) { f.Deleted = nothing }, nil, nil},
	} {
		r.check(t, fine())
	}
}
