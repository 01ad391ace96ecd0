package guest_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/resources/guest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
)

// randomCase is an estate, and an invitation to one of its tenants. Deleted are
// the ids of users to delete before.
type randomCase struct {
	Resource string
	Invited  guest.Planned
	Deleted  []string
	Estate   *acctest.Estate
}

const (
	internalID = "dddddddd-0000-4000-8000-000000000001"
	externalID = "dddddddd-0000-4000-8000-000000000002"
	deletedID  = "dddddddd-0000-4000-8000-000000000003"
	atHomeID   = "dddddddd-0000-4000-8000-000000000004"
	otherID    = "dddddddd-0000-4000-8000-000000000005"
	groupID    = "dddddddd-0000-4000-8000-000000000006"
)

// dice generates random directories.
type dice struct{ *rand.Rand }

func pick[T any](d dice, from ...T) T { return from[d.IntN(len(from))] }

// one reports true once in n times.
func (d dice) one(n int) bool { return d.IntN(n) == 0 }

func newRandomCase(r *rand.Rand) randomCase {
	d := dice{r}
	c := randomCase{Resource: pick(d, acctest.Fabrikam, acctest.Fabrikam, acctest.Northwind), Estate: acctest.Standard()}
	c.Invited = guest.Planned{
		Email: d.address(), UserType: pick(d, "Guest", "Guest", "Member"),
		OnExisting: "error", OnSoftDeleted: pick(d, "error", "ignore"),
	}
	resource := c.Estate.Tenant(c.Resource)
	c.fillResource(d, resource)
	home := c.Estate.Tenant(acctest.Contoso)
	home.Domains = append(home.Domains, "con-toso.example")
	fillHome(d, home, c.Invited.Email)
	for _, pair := range [][2]*acctest.Tenant{{resource, home}, {home, resource}} {
		d.settings(pair[0], pair[1])
	}
	return c
}

// address is a random, mostly ordinary address.
func (d dice) address() string {
	user := "ana.ruiz"
	if d.one(5) {
		user = pick(d, "ANA.Ruiz", "ana-ruiz", "_ana_", "ana..ruiz", "a", strings.Repeat("a", 64), strings.Repeat("a", 225),
			strings.Repeat("long", 60), "o'brien", "ana+news", "josé", "-ana", "ana.", ".ana", "ana-", "ana ruiz", "ana!", "a&b", "añb")
	}
	domain := pick(d, "contoso.example", "contoso.example", "contoso.example", "con-toso.example", "CONTOSO.Example", "partner.example",
		"northwind.example", "fabrikam.example")
	return user + "@" + domain
}

// fillResource adds users and contacts with the address to a resource tenant.
func (c *randomCase) fillResource(d dice, t *acctest.Tenant) {
	email := c.Invited.Email
	if !acceptedInDirectory(email) {
		return
	}
	contact := d.one(3)
	if d.one(4) {
		internal := acctest.Object{"id": internalID, "userPrincipalName": "internal@" + t.InitialDomain}
		kind := pick(d, "otherMails", "mail", "proxyAddresses")
		switch {
		case kind == "otherMails" || contact:
			internal["otherMails"] = []string{strings.ToUpper(email)}
		case kind == "mail":
			internal["mail"] = email
		default:
			internal["mail"] = "internal@" + t.InitialDomain
			internal["proxyAddresses"] = []string{"SMTP:internal@" + t.InitialDomain, "smtp:" + strings.ToLower(email)}
		}
		t.Users = append(t.Users, internal)
		if d.one(2) {
			c.Invited.InvitedUserID = internalID
		}
	}
	if contact {
		proxies := pick(d, []string{"SMTP:" + email}, []string{"SMTP:contact@partner.example", "smtp:" + strings.ToUpper(email)})
		t.Contacts = append(t.Contacts, acctest.Object{
			"displayName": "Contact", "mail": strings.TrimPrefix(proxies[0], "SMTP:"), "proxyAddresses": proxies,
		})
	}
	external := func(id string) acctest.Object {
		u := acctest.Object{
			"id": id, "mail": email, "creationType": "Invitation", "userPrincipalName": id + "#EXT#@" + t.InitialDomain,
			"externalUserState": pick(d, "PendingAcceptance", "Accepted"), "userType": pick(d, "Guest", "Member"),
		}
		if d.one(3) {
			u["mail"], u["otherMails"] = "somebody@partner.example", []string{email}
		}
		return u
	}
	if d.one(6) {
		t.Users = append(t.Users, external(externalID))
	}
	if d.one(5) {
		t.Users = append(t.Users, external(deletedID))
		c.Deleted = append(c.Deleted, deletedID)
	}
	if d.one(8) {
		t.AuthorizationPolicy = acctest.Object{"allowInvitesFrom": "none"}
	} else {
		t.AuthorizationPolicy = acctest.Object{"allowInvitesFrom": pick(d, "everyone", "adminsAndGuestInviters", "adminsGuestInvitersAndAllMembers")}
	}
	if d.one(4) {
		list := pick(d, "allowed_domains", "blocked_domains")
		t.B2BManagement = acctest.Object{list: []string{pick(d, "Contoso.example", "partner.example", "con-toso.example")}}
	}
}

// acceptedInDirectory excludes addresses that no object can have.
func acceptedInDirectory(email string) bool {
	return len(email) < 100 && !strings.ContainsAny(email, " éñ") && !strings.HasPrefix(email, ".") && !strings.Contains(email, ".@")
}

// fillHome adds the invited user, and sometimes another one, to the home tenant.
func fillHome(d dice, t *acctest.Tenant, email string) {
	if !acceptedInDirectory(email) || strings.Contains(email, "&") {
		return
	}
	theirs := strings.HasSuffix(strings.ToLower(email), "toso.example")
	u := acctest.Object{"id": atHomeID, "userPrincipalName": "at-home@contoso.example", "mail": "at-home@contoso.example"}
	switch how := pick(d, "upn", "upn", "mail", "proxy", "none"); {
	case how == "upn" && theirs:
		u["userPrincipalName"], u["mail"] = email, email
	case how == "mail":
		u["mail"] = email
	case how == "proxy":
		u["proxyAddresses"] = []string{"SMTP:at-home@contoso.example", "smtp:" + email}
	}
	t.Users = append(t.Users, u)
	if d.one(6) {
		t.Users = append(t.Users, acctest.Object{"id": otherID, "userPrincipalName": "other@contoso.example", "otherMails": []string{email}})
	}
	t.Groups = append(t.Groups, acctest.Object{"id": groupID, "displayName": "Partners", "members": []string{pick(d, atHomeID, otherIfThere(t))}})
}

func otherIfThere(t *acctest.Tenant) string {
	id, _ := t.Users[len(t.Users)-1]["id"].(string)
	return id
}

// settings generates one tenant's cross-tenant access for another.
func (d dice) settings(t, other *acctest.Tenant) {
	access := acctest.Object{}
	if d.one(5) {
		access["default"] = acctest.Object{
			pick(d, "b2bCollaborationInbound", "b2bCollaborationOutbound"): pick(d, acctest.Everything("blocked"), acctest.Everything("allowed"), someApplications()),
		}
	}
	if d.one(2) || t.Cloud != other.Cloud && !d.one(4) {
		partner := acctest.Object{"tenantId": other.TenantID}
		for _, direction := range []string{"b2bCollaborationInbound", "b2bCollaborationOutbound"} {
			if d.one(3) {
				partner[direction] = d.partnerBlock()
			}
		}
		access["partners"] = []acctest.Object{partner}
	}
	if t.Cloud != other.Cloud && !d.one(4) {
		endpoint := "microsoftonline.com"
		if other.Cloud != "public" {
			endpoint = "microsoftonline.us"
		}
		access["allowedCloudEndpoints"] = []string{endpoint}
	}
	t.CrossTenantAccess = access
}

// partnerBlock is one of the combinations that Graph accepts (graph-cross-tenant
// §1.7).
func (d dice) partnerBlock() acctest.Object {
	who, kind := pick(d, atHomeID, otherID, "eeeeeeee-0000-4000-8000-000000000001"), "user"
	if d.one(4) {
		who, kind = groupID, "group"
	}
	const application = "ffffffff-0000-4000-8000-000000000001"
	return pick(d,
		acctest.Everything("allowed"), acctest.Everything("blocked"), someApplications(),
		acctest.B2B("allowed", who, kind, "allowed", "AllApplications"),
		acctest.B2B("allowed", who, kind, "allowed", application),
		acctest.B2B("blocked", who, kind, "blocked", "AllApplications"),
		acctest.B2B("blocked", who, kind, "blocked", application),
		acctest.B2B("blocked", who, kind, "allowed", "AllApplications"),
		acctest.B2B("allowed", who, kind, "blocked", application),
	)
}

func someApplications() acctest.Object {
	return acctest.B2B("allowed", "AllUsers", "user", "blocked", "ffffffff-0000-4000-8000-000000000002")
}

// registry is the provider's registry for the standard estate, without cached
// answers.
func registry(t *testing.T, w *acctest.World) *tenant.Registry {
	t.Helper()
	config := tenant.Config{Tenants: map[string]tenant.Entry{}, LookupEnv: func(string) (string, bool) { return "", false }}
	for _, x := range acctest.Standard().Tenants {
		at := w.Server().Clouds()[x.Cloud]
		config.Tenants[x.Key] = tenant.Entry{
			TenantID: x.TenantID, Cloud: x.Cloud,
			Endpoints:  tenant.Endpoints{Authority: at.Authority, Graph: at.Graph, Exchange: at.Exchange},
			Credential: tenant.Credential{tenant.ClientID: acctest.ClientID(x.Key), tenant.ClientSecret: acctest.Secret(x.Key)},
		}
	}
	tenants, problems := tenant.Resolve(config)
	if len(problems) > 0 {
		t.Fatal(problems[0])
	}
	return tenants
}
