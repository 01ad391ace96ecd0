package guest

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

var invitationID = tfkit.ImportID{Noun: "external user", Object: "<user>", Names: tfkit.UserNames, Example: "ana@contoso.example"}

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
	name := tfkit.UserName(who)
	people, err := name.Find(ctx, t)
	if err != nil {
		return graph.User{}, err
	}
	external := slices.DeleteFunc(slices.Clone(people), func(u graph.User) bool { return !u.External() })
	if len(external) == 0 && len(people) > 0 {
		return graph.User{}, fmt.Errorf("%s (%s) is an internal user of tenant %q: this resource manages users from other organizations",
			people[0].UserPrincipalName, people[0].ID, t.Key)
	}
	return name.Only(t, "external user", external)
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
