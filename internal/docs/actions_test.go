package docs_test

import (
	"os"
	"path"
	"regexp"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

const anaID = "aaaaaaaa-0000-4000-8000-000000000099"

// event is what an example of an action does in the tenants of synchronizedEstate.
type event struct {
	// tenant is that of the event.
	tenant string
	// seed changes the estate, if the event needs another one.
	seed func(*acctest.Estate)
	// before is what happens in the tenants before, if anything.
	before func(*acctest.World)
	// write is the end of its only write; empty for none.
	write string
	// after fails unless the tenants are as the event leaves them.
	after func(*testing.T, *acctest.World)
	// older is set if older versions do the same with the Azure CLI.
	older bool
}

// eventsOf has the examples of every action.
var eventsOf = map[string]event{
	"await_address_book": {
		tenant: acctest.Fabrikam,
		before: func(w *acctest.World) {
			w.Change(acctest.FabrikamID, anaID, map[string]any{"showInAddressList": true})
		},
		after: func(*testing.T, *acctest.World) {},
	},
	"control_sync": {
		tenant: acctest.Contoso,
		seed: func(e *acctest.Estate) {
			e.Tenant(acctest.Contoso).Synchronizations[0]["job"] = acctest.Object{
				"schedule": acctest.Object{"state": "Disabled"}, "status": acctest.Object{"code": "Paused"},
			}
		},
		write: "/start",
		after: func(*testing.T, *acctest.World) {},
	},
	"provision_on_demand": {
		tenant: acctest.Contoso,
		write:  "/provisionOnDemand",
		after:  func(_ *testing.T, w *acctest.World) { w.Guest(acctest.FabrikamID, "mona.manager@contoso.example") },
		older:  true,
	},
	"resend_invitation": {
		tenant: acctest.Fabrikam,
		seed: func(e *acctest.Estate) {
			users := e.Tenant(acctest.Fabrikam).Users
			users[len(users)-1]["externalUserState"] = "PendingAcceptance"
		},
		write: "POST /invitations",
		after: func(t *testing.T, w *acctest.World) {
			if mails := w.Mails(acctest.FabrikamID); len(mails) != 1 {
				t.Errorf("the mails are %v", mails)
			}
		},
	},
	"reset_redemption": {
		tenant: acctest.Fabrikam,
		write:  "POST /invitations",
		after: func(t *testing.T, w *acctest.World) {
			if ana := w.User(acctest.FabrikamID, anaID); ana.ExternalUserState != "PendingAcceptance" {
				t.Errorf("Ana is %s", ana.ExternalUserState)
			}
		},
	},
	"restore_guest": {
		tenant: acctest.Fabrikam,
		before: func(w *acctest.World) { w.Remove(acctest.FabrikamID, anaID) },
		write:  "/directory/deletedItems/" + anaID + "/restore",
		after:  func(_ *testing.T, w *acctest.World) { w.User(acctest.FabrikamID, anaID) },
		older:  true,
	},
	"restore_partner": {
		tenant: acctest.Fabrikam,
		before: func(w *acctest.World) {
			w.RemoveSynchronization(acctest.FabrikamID, acctest.ContosoID)
			w.RemovePartner(acctest.FabrikamID, acctest.ContosoID)
		},
		write: "/policies/deletedItems/crossTenantPartners/" + acctest.ContosoID + "/restore",
		after: func(_ *testing.T, w *acctest.World) { w.Partner(acctest.FabrikamID, acctest.ContosoID) },
		older: true,
	},
	"revoke_sessions": {
		tenant: acctest.Contoso,
		write:  "/users/" + acctest.ManagerID + "/revokeSignInSessions",
		after: func(t *testing.T, w *acctest.World) {
			if mona := w.User(acctest.ContosoID, acctest.ManagerID); mona.SessionsValidFrom().Equal(mona.Created) {
				t.Error("the sessions of Mona remain valid")
			}
		},
		older: true,
	},
}

// happens starts the tenants of an event.
func (e event) happens(t *testing.T) *acctest.World {
	t.Helper()
	estate := synchronizedEstate()
	if e.seed != nil {
		e.seed(estate)
	}
	w := acctest.Start(t, estate)
	if e.before != nil {
		e.before(w)
	}
	w.ForgetRequests()
	return w
}

// happened expects its only write, and what it leaves.
func (e event) happened(t *testing.T, w *acctest.World) {
	t.Helper()
	writes := w.Writes()
	if e.write == "" && len(writes) > 0 || e.write != "" && (len(writes) != 1 || !strings.HasPrefix(writes[0], "POST ") || !strings.HasSuffix(writes[0], e.write)) {
		t.Errorf("writes are %v, want %q", writes, e.write)
	}
	e.after(t, w)
}

var actionBlock = regexp.MustCompile(`(?m)^action "(\w+)" "(\w+)"`)

// TestActionExamples invokes every example of an action with terraform apply -invoke, as
// its comment says.
func TestActionExamples(t *testing.T) {
	t.Parallel()
	acctest.NeedsCLI(t, 14)
	for _, file := range examples(t, "actions/*/*.tf") {
		t.Run(file, func(t *testing.T) {
			t.Parallel()
			example := text(t, "examples", file)
			block := actionBlock.FindStringSubmatch(example)
			name := document(block[1])
			e, known := eventsOf[name]
			if !known {
				t.Fatalf("%s is not invoked", name)
			}
			invoke := "-invoke=action." + block[1] + "." + block[2]
			if !strings.Contains(example, "terraform apply "+invoke) {
				t.Errorf("the comment does not say terraform apply %s:\n%s", invoke, example)
			}
			w := e.happens(t)
			acctest.NewWorkspace(t, w.Config(example)).MustRun("apply", "-auto-approve", invoke)
			e.happened(t, w)
		})
	}
}

var fencedTerraform = regexp.MustCompile("(?ms)^```terraform\n(.*?)^```$")

// TestActionsOfOlderVersions applies what the pages of actions show for older versions
// of Terraform and for OpenTofu, with an Azure CLI that an application has signed in.
func TestActionsOfOlderVersions(t *testing.T) {
	t.Parallel()
	for _, page := range entries(t, "docs", "actions") {
		name := strings.TrimSuffix(page, ".md")
		shown := fencedTerraform.FindStringSubmatch(section(text(t, "docs", "actions", page), "Older versions of Terraform, and OpenTofu"))
		e := eventsOf[name]
		if (shown != nil) != e.older {
			t.Errorf("%s shows a configuration: %t, and it is tested: %t", path.Join("docs/actions", page), shown != nil, e.older)
		}
		if shown == nil {
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := e.happens(t)
			s := acctest.NewWorkspace(t, shown[1], "PATH="+w.AzureCLIOf(e.tenant)+string(os.PathListSeparator)+os.Getenv("PATH"))
			s.MustRun("apply", "-auto-approve")
			e.happened(t, w)
			w.ForgetRequests()
			s.Unchanged()
			if err := w.Wrote(); err != nil {
				t.Error(err)
			}
		})
	}
}

// synchronizedEstate is the estate of the imports, with Mona in the scope of the
// synchronization, which both tenants allow.
func synchronizedEstate() *acctest.Estate {
	e := estate(true).Grant("User.RevokeSessions.All")
	contoso, fabrikam := e.Tenant(acctest.Contoso), e.Tenant(acctest.Fabrikam)
	contoso.Synchronizations[0]["assignedTo"] = []any{acctest.ManagerID, "eeeeeeee-0000-4000-8000-000000000010"}
	contoso.CrossTenantAccess = acctest.Object{"partners": []acctest.Object{{
		"tenantId": acctest.FabrikamID, "automaticUserConsentSettings": acctest.Object{"outboundAllowed": true},
	}}}
	partners, _ := fabrikam.CrossTenantAccess["partners"].([]acctest.Object)
	fabrikam.CrossTenantAccess["partners"] = append(partners, acctest.Object{
		"tenantId": acctest.ContosoID, "automaticUserConsentSettings": acctest.Object{"inboundAllowed": true},
		"identitySynchronization": acctest.Object{"userSyncInbound": acctest.Object{"isSyncAllowed": true}},
	})
	return e
}
