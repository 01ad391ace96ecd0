package guest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// userNames are the names of a user in an import id, which lookUp distinguishes.
const userNames = "the object id, user principal name or email address"

var invitationID = tfkit.ImportID{Noun: "external user", Object: "<user>", Names: userNames, Example: "ana@contoso.example"}

// ImportState finds the user; the read that follows fills in the rest.
func (r *invitation) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	imported := r.BeginImport(ctx, invitationID, req, resp)
	if imported == nil {
		return
	}
	u, err := identify(ctx, imported.Tenant, imported.Object)
	if err != nil {
		imported.Fail(err)
		return
	}
	imported.Save(ctx, u.ID, map[string]string{"user_id": u.ID})
	resp.Diagnostics.Append(notesRecord.Save(ctx, resp.Private, invitationNotes{Import: true})...)
}

// identify finds the external user of an import.
func identify(ctx context.Context, t *tenant.Tenant, who string) (graph.User, error) {
	people, err := lookUp(ctx, t, who)
	if err != nil {
		return graph.User{}, err
	}
	external := slices.DeleteFunc(slices.Clone(people), func(u graph.User) bool { return !u.External() })
	if len(external) == 0 && len(people) > 0 {
		return graph.User{}, fmt.Errorf("%s (%s) is an internal user of tenant %q: this resource manages users from other organizations",
			people[0].UserPrincipalName, people[0].ID, t.Key)
	}
	return only(t, who, "external user", external)
}

// lookUp finds the users, external or internal, with the name in an import.
func lookUp(ctx context.Context, t *tenant.Tenant, who string) ([]graph.User, error) {
	one := t.Graph.User
	switch named(who) {
	case "address":
		return t.Graph.UsersByAddress(ctx, who)
	case "user principal name":
		one = t.Graph.UserByName
	default:
		who = strings.ToLower(who)
	}
	u, err := one(ctx, who)
	if errors.Is(err, service.ErrNotFound) {
		return nil, nil
	}
	return []graph.User{u}, err
}

// named returns the kind of a name in an import.
func named(who string) string {
	switch {
	case tfkit.IsGUID(who):
		return "object id"
	case strings.Contains(strings.ToUpper(who), "#EXT#"):
		return "user principal name"
	}
	return "address"
}

// only returns the single user of an import; if there are several, the error lists
// the ids of all.
func only(t *tenant.Tenant, who, noun string, people []graph.User) (graph.User, error) {
	switch len(people) {
	case 0:
		return graph.User{}, fmt.Errorf("tenant %[1]q (%[2]s) has no %[3]s with the %[4]s %[5]s.\n\nCheck the %[4]s and the tenant: an import"+
			" searches the users of this tenant only, not home tenants and not the recycle bin. Restore a deleted user first",
			t.Key, t.ID, noun, named(who), who)
	case 1:
		return people[0], nil
	}
	candidates := make([]string, 0, len(people))
	for _, u := range people {
		candidates = append(candidates, fmt.Sprintf("  %s/%s (%s)", t.Key, u.ID, u.UserPrincipalName))
	}
	return graph.User{}, fmt.Errorf("tenant %q has %d %ss with the %s %s; import one of them by its id:\n%s",
		t.Key, len(people), noun, named(who), who, strings.Join(candidates, "\n"))
}

// invitedAddress is the address with which a user was probably invited.
func invitedAddress(u graph.User) string {
	if u.Mail != "" {
		return u.Mail
	}
	// If a mail contact blocked the mail, older guests have the address here only.
	if len(u.OtherMails) > 0 {
		return u.OtherMails[0]
	}
	return addressFromName(u.UserPrincipalName)
}

// addressFromName converts ana_contoso.example#EXT#@… to an address; the last
// underscore stands for the @, because no domain contains one.
func addressFromName(upn string) string {
	at := strings.Index(strings.ToUpper(upn), "#EXT#")
	if at < 0 {
		return ""
	}
	name := upn[:at]
	i := strings.LastIndex(name, "_")
	if i < 0 {
		return ""
	}
	return name[:i] + "@" + name[i+1:]
}

// has reports whether an address is one of the user's known addresses.
func (m *model) has(address string) bool {
	if strings.EqualFold(m.Mail.ValueString(), address) {
		return true
	}
	return slices.ContainsFunc(m.ProxyAddresses.Elements(), func(v attr.Value) bool {
		proxy, ok := v.(types.String)
		_, a, _ := strings.Cut(proxy.ValueString(), ":")
		return ok && strings.EqualFold(a, address)
	})
}
