package permission_test

import (
	"slices"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/permission"
)

// event is a use of an action or an ephemeral resource in Fabrikam: its configuration beside the tenant, after
// what has happened there.
type event struct {
	estate func() *acctest.Estate
	before func(*acctest.World)
	config map[string]any
	// opens is set for an ephemeral resource.
	opens bool
}

// events has an event for every table of an action.
var events = map[string]event{
	"multitenant_await_address_book": {estate: mailUsers, config: map[string]any{"email": "mona.manager@fabrikam.example"}},
	"multitenant_control_sync":       {estate: synchronizing, config: map[string]any{"service_principal_id": syncID, "operation": "restart"}},
	"multitenant_provision_on_demand": {
		estate: provisioning, config: map[string]any{"service_principal_id": syncID, "user_id": acctest.ManagerID},
	},
	"multitenant_redeem_link":       {estate: pendingGuest, opens: true, config: map[string]any{"user_id": guestID}},
	"multitenant_resend_invitation": {estate: pendingGuest, config: map[string]any{"user_id": guestID}},
	"multitenant_reset_redemption":  {estate: openToGuests, config: map[string]any{"user_id": guestID}},
	"multitenant_revoke_sessions":   {estate: acctest.Standard, config: map[string]any{"user_id": acctest.ManagerID}},
	"multitenant_restore_guest": {
		estate: pendingGuest, config: map[string]any{"user_id": guestID},
		before: func(w *acctest.World) { w.Remove(acctest.FabrikamID, guestID) },
	},
	"multitenant_restore_partner": {
		estate: acctest.Standard, config: map[string]any{"partner_tenant_id": acctest.NorthwindID},
		before: func(w *acctest.World) { w.RemovePartner(acctest.FabrikamID, acctest.NorthwindID) },
	},
}

// run invokes the action with exactly the given permissions.
func (e event) run(t *testing.T, name string, grants []grant) string {
	t.Helper()
	w := acctest.Start(t, e.estate())
	if e.before != nil {
		e.before(w)
	}
	only(t, w, grants)
	e.config["tenant"] = acctest.Fabrikam
	p, problems := w.Protocol(t, nil), ""
	if e.opens {
		_, problems = p.Open(t, name, e.config)
	} else {
		_, problems = p.Invoke(t, name, e.config)
	}
	return problems
}

// TestActionsNeedWhatTheirPagesSay invokes every action with exactly the permissions of
// its table, and with all but one.
func TestActionsNeedWhatTheirPagesSay(t *testing.T) {
	t.Parallel()
	for name, e := range events {
		i := slices.IndexFunc(permission.Tables(), func(table permission.Table) bool { return table.Name == name })
		if i < 0 {
			t.Errorf("%s has an event and no table", name)
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			all := inFabrikam.grants(permission.Tables()[i].Needs...)
			if problems := e.run(t, name, all); problems != "" {
				t.Errorf("the needed permissions are not enough:\n%s", problems)
			}
			for _, missing := range all {
				problems := e.run(t, name, without(all, missing))
				if !says(problems, "Cannot", missing.permission) || !says(problems, `tenant "fabrikam"`) {
					t.Errorf("without %s: %q", missing.permission, problems)
				}
			}
		})
	}
}

// pendingGuest is an estate in which Fabrikam has invited Ana.
func pendingGuest() *acctest.Estate {
	e := acctest.Standard()
	fabrikam := e.Tenant(acctest.Fabrikam)
	fabrikam.Users = append(fabrikam.Users, acctest.Object{
		"id": guestID, "displayName": "Ana", "mail": "ana.ruiz@contoso.example", "otherMails": []string{"ana.ruiz@contoso.example"}, "userType": "Guest",
		"creationType": "Invitation", "externalUserState": "PendingAcceptance", "userPrincipalName": "ana.ruiz_contoso.example#EXT#@fabrikam.onmicrosoft.com",
	})
	return e
}

// openToGuests is pendingGuest in a tenant that lets every user invite.
func openToGuests() *acctest.Estate {
	e := pendingGuest()
	e.Tenant(acctest.Fabrikam).AuthorizationPolicy = nil
	return e
}

// provisioning is an estate in which Fabrikam may synchronize its manager to Contoso.
func provisioning() *acctest.Estate {
	e := synchronizing()
	e.Tenant(acctest.Fabrikam).Synchronizations[0]["assignedTo"] = []any{acctest.ManagerID}
	e.Tenant(acctest.Fabrikam).CrossTenantAccess = acctest.Object{"partners": []acctest.Object{{
		"tenantId": acctest.ContosoID, "automaticUserConsentSettings": acctest.Object{"outboundAllowed": true},
	}}}
	e.Tenant(acctest.Contoso).CrossTenantAccess = acctest.Object{"partners": []acctest.Object{{
		"tenantId": acctest.FabrikamID, "automaticUserConsentSettings": acctest.Object{"inboundAllowed": true},
		"identitySynchronization": acctest.Object{"userSyncInbound": acctest.Object{"isSyncAllowed": true}},
	}}}
	return e
}
