package exchange

import (
	"maps"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/command"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

// parseRecipients reads what the recipients of a seed have in Exchange only: each
// element has the Identity, and parameters of Set-MailUser.
func parseRecipients(_ *kernel.SeedTenant, n *kernel.Node) (kernel.Fill, error) {
	nodes, err := n.List()
	if err != nil {
		return nil, err
	}
	row := command.Row{Name: "Set-MailUser", Parameters: settable()}
	var fills []func(*kernel.Directory, kernel.Moment) error
	for _, n := range nodes {
		var body map[string]any
		if err := n.Into(&body); err != nil {
			return nil, err
		}
		var sent []command.Sent
		for _, name := range slices.Sorted(maps.Keys(body)) {
			sent = append(sent, command.Sent{Name: name, Value: body[name]})
		}
		arguments, err := row.Bind(sent)
		if err != nil {
			return nil, n.Because(err)
		}
		fills = append(fills, func(d *kernel.Directory, at kernel.Moment) error { return n.Because(seedRecipient(d, arguments, at)) })
	}
	return func(d *kernel.Directory, _ *kernel.SeedTenant, at kernel.Moment) error {
		for _, fill := range fills {
			if err := fill(d, at); err != nil {
				return err
			}
		}
		return nil
	}, nil
}

// seedRecipient sets what a recipient has in Exchange and not in Entra.
func seedRecipient(d *kernel.Directory, a command.Arguments, at kernel.Moment) error {
	v := view{d: d, at: at}
	r, err := v.find(a.Text(command.Identity), (*Recipient).isRecipient)
	if err != nil {
		return err
	}
	next := r.clone()
	if err := next.apply(v, a); err != nil {
		return err
	}
	recipients.Fill(d, next)
	return nil
}

// roleGroups are the members of Exchange's role groups: group → application ids or
// ids of service principals, in lower case.
var roleGroups = &kernel.Value[map[string][]string]{
	State: "exchange_role_groups", Shown: "exchange_role_groups",
	New: func() map[string][]string { return map[string][]string{} },
}

func parseRoleGroups(_ *kernel.SeedTenant, n *kernel.Node) (kernel.Fill, error) {
	var groups map[string][]string
	if err := n.Into(&groups); err != nil {
		return nil, err
	}
	for name := range groups {
		if command.RoleGroups[name] == nil {
			return nil, n.Fail("%q is not a role group; known are %s", name, strings.Join(slices.Sorted(maps.Keys(command.RoleGroups)), ", "))
		}
	}
	return func(d *kernel.Directory, _ *kernel.SeedTenant, _ kernel.Moment) error {
		into := *roleGroups.In(d)
		for name, members := range groups {
			for _, m := range members {
				into[name] = append(into[name], strings.ToLower(m))
			}
		}
		return nil
	}, nil
}

// RoleGroups lists the role groups of an application, by the id of its service
// principal or its application id.
func RoleGroups(w *kernel.World, tenantID string, ids ...string) []string {
	var names []string
	// A tenant that does not exist has no role groups.
	_ = w.Read(tenantID, func(d *kernel.Directory, _ kernel.Moment) error {
		for name, members := range *roleGroups.In(d) {
			if slices.ContainsFunc(ids, func(id string) bool { return id != "" && slices.Contains(members, strings.ToLower(id)) }) {
				names = append(names, name)
			}
		}
		return nil
	})
	return names
}

// snapshot shows the recipients of a tenant.
func snapshot(d *kernel.Directory, into map[string]any) {
	shown := []map[string]any{}
	seen := map[string]bool{}
	add := func(id string) {
		r := recipients.Truth(d, id)
		if r == nil {
			r = derived(d, id)
		}
		if r == nil || seen[id] || r.Gone || !r.isRecipient() {
			return
		}
		seen[id] = true
		shown = append(shown, map[string]any{
			"ExternalDirectoryObjectId": id, "Name": r.Name, "RecipientTypeDetails": r.Details, "HiddenFromAddressListsEnabled": r.Hidden,
			"EmailAddresses": r.Addresses, "ExternalEmailAddress": orNull(r.Target), "MailTip": r.mailTip(),
		})
	}
	for _, u := range directory.Users.All(d) {
		add(u.ID)
	}
	for _, c := range directory.Contacts.All(d) {
		add(c.ID)
	}
	for _, r := range recipients.All(d) {
		add(r.ID)
	}
	into["recipients"] = shown
}
