package guestsync_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// tailspinID is the tenant of Tailspin in China, which has the users liu and wang.
const (
	tailspin   = "tailspin"
	tailspinID = "44444444-4444-4444-8444-444444444444"
)

func chineseID(n int) string { return fmt.Sprintf("cccccccc-0000-4000-8000-%012d", n) }

// withChina adds Tailspin to the estate, which is open to Contoso and the other way round.
func withChina(e *acctest.Estate) *acctest.Estate {
	contoso := e.Tenant(acctest.Contoso)
	contoso.CrossTenantAccess = acctest.Object{
		"allowedCloudEndpoints": []string{"microsoftonline.us", "partner.microsoftonline.cn"},
		"partners":              []acctest.Object{{"tenantId": acctest.NorthwindID}, {"tenantId": tailspinID}},
	}
	china := acctest.Tenant{
		Key: tailspin, TenantID: tailspinID, Cloud: "china", DisplayName: "Tailspin", InitialDomain: "tailspin.partner.onmschina.cn",
		Domains: []any{"tailspin.example"},
		Applications: []acctest.Application{{
			ClientID: "c4444444-0000-4000-8000-000000000000", ClientSecret: acctest.Secret(tailspin), Permissions: contoso.Applications[0].Permissions,
		}},
		AuthorizationPolicy: acctest.Object{"allowInvitesFrom": "adminsAndGuestInviters"},
		CrossTenantAccess: acctest.Object{
			"allowedCloudEndpoints": []string{"microsoftonline.com"}, "partners": []acctest.Object{{"tenantId": acctest.ContosoID}},
		},
	}
	for i, name := range []string{"liu", "wang"} {
		china.Users = append(china.Users, acctest.Object{
			"id": chineseID(i + 1), "userPrincipalName": name + "@tailspin.example", "mail": name + "@tailspin.example", "displayName": name,
			"userType": "Member", "department": "Sales", "city": "CANARY", "officeLocation": "CANARY",
		})
	}
	e.Tenants = append(e.Tenants, china)
	return e
}

// everyAttribute are all attributes that a sync can write.
func everyAttribute() string {
	var all []string
	for name, from := range map[string]string{
		"display_name": "displayName", "given_name": "givenName", "surname": "surname", "job_title": "jobTitle", "department": "department",
		"office_location": "employeeId", "mobile_phone": "mobilePhone", "business_phone": "businessPhones", "employee_id": "employeeId",
		"usage_location": "usageLocation", "preferred_language": "preferredLanguage", "extension_attribute7": "extensionAttribute7",
	} {
		all = append(all, fmt.Sprintf("%s = { from = %q }", name, from))
	}
	return "attributes = {\n" + strings.Join(all, "\n") + "\ncompany_name = { value = \"C\" }\nshow_in_address_list = { value = true }\n}"
}

// between is a sync with another edge and name.
func between(source, tenant, config string) string {
	config = strings.Replace(config, `"multitenant_guest_sync" "contoso"`, fmt.Sprintf("%q %q", "multitenant_guest_sync", source+"_"+tenant), 1)
	return strings.Replace(strings.Replace(config, `source = "contoso"`, fmt.Sprintf("source = %q", source), 1), `tenant = "fabrikam"`, fmt.Sprintf("tenant = %q", tenant), 1)
}

// TestChina syncs users from the public cloud to China and back, with each attribute, and
// leads one of them through a departure. Between US Government and China no user can be
// invited, which the plan says.
func TestChina(t *testing.T) {
	t.Parallel()
	e := withChina(populated(3))
	for _, u := range e.Tenant(acctest.Contoso).Users {
		u["mobilePhone"], u["businessPhones"], u["employeeId"] = "+1 555 0100", []string{"+1 555 0101"}, "E1"
		u["usageLocation"], u["preferredLanguage"], u["officeLocation"] = "US", "en-US", "CANARY"
		u["onPremisesExtensionAttributes"] = acctest.Object{"extensionAttribute7": "seven", "extensionAttribute8": "CANARY"}
	}
	w := acctest.Start(t, e)
	config := w.Config(between("contoso", tailspin, guestSync(everyAttribute())) +
		between(tailspin, "contoso", guestSync("scope = { all_users = true }", `attributes = { department = { from = "department" } }`,
			`withhold_if = { attribute = "extensionAttribute7", equals = "secret" }`, `on_leave = { action = "delete" }`)))
	refused := regexp.MustCompile(`No B2B collaboration between these clouds[\s\S]*usgovernment[\s\S]*china|china[\s\S]*usgovernment`)
	w.Test(
		resource.TestStep{Config: w.Config(between("northwind", tailspin, guestSync())), PlanOnly: true, ExpectError: refused},
		resource.TestStep{Config: w.Config(between(tailspin, "northwind", guestSync())), PlanOnly: true, ExpectError: refused},
		resource.TestStep{
			Config: config,
			ConfigStateChecks: []statecheck.StateCheck{
				numberOf("contoso_tailspin", "people", 3), numberOf("tailspin_contoso", "people", 2), numberOf("contoso_tailspin", "refused", 0),
			},
			Check: acctest.Then(func() error {
				u := w.Guest(tailspinID, upn(1))
				if u.PreferredLanguage != "en-US" || u.UsageLocation != "US" || u.EmployeeID != "E1" || u.Extensions["extensionAttribute7"] != "seven" ||
					u.Extensions["extensionAttribute15"] != userID(1) || u.OfficeLocation != "E1" || len(u.BusinessPhones) != 1 {
					return fmt.Errorf("the guest is %+v", u)
				}
				return nil
			}),
		},
		acctest.Unchanged(config),
		resource.TestStep{
			PreConfig: func() {
				w.Change(acctest.ContosoID, userID(1), acctest.Object{"preferredLanguage": nil, "businessPhones": []any{}})
				w.Change(tailspinID, chineseID(1), acctest.Object{"onPremisesExtensionAttributes": acctest.Object{"extensionAttribute7": "secret"}})
				w.Remove(tailspinID, chineseID(2))
				w.ForgetRequests()
			},
			Config:      config,
			ExpectError: regexp.MustCompile(`MT080`),
		},
		resource.TestStep{
			PreConfig: func() { wrote(t, w) },
			Config:    strings.Replace(config, `on_leave = { action = "delete" }`, `on_leave = { action = "delete", max_percent = 100 }`, 1),
			ConfigStateChecks: []statecheck.StateCheck{
				numberOf("tailspin_contoso", "people", 0), numberOf("contoso_tailspin", "people", 3),
			},
		},
	)
	for _, where := range []string{tailspinID, acctest.ContosoID} {
		for _, u := range w.Guests(where) {
			if strings.Contains(fmt.Sprintf("%+v", u), "CANARY") {
				t.Errorf("%s has a canary: %+v", u.Mail, u)
			}
		}
	}
}
