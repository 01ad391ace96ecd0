package guest_test

import (
	"context"
	"encoding/json"
	"maps"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

const moved = `
moved {
  from = azuread_invitation.ana
  to   = multitenant_b2b_invitation.ana
}
`

const ticket = "https://login.microsoftonline.com/redeem?rd=of-ana"

// azureadAna is Ana in the state of azuread_invitation.
func azureadAna(u *directory.User, message ...any) map[string]any {
	return map[string]any{
		"id": "6e0d9b8c-0000-4000-8000-000000000001", "user_id": u.ID, "user_email_address": u.Mail,
		"user_display_name": u.DisplayName, "user_type": "Guest",
		"redirect_url": "https://portal.fabrikam.example", "redeem_url": ticket, "message": message, "timeouts": nil,
	}
}

func TestMovedPersonIsKept(t *testing.T) {
	t.Parallel()
	letter := map[string]any{"body": "Welcome.", "language": nil, "additional_recipients": []any{"mona@fabrikam.example"}}
	tests := map[string]struct {
		keys      []string
		arguments string
		message   []any
		want      []string
	}{
		"to one tenant": {keys: []string{acctest.Fabrikam}, arguments: "", want: []string{`"send_message":false`}},
		"among several tenants": {
			keys:      []string{acctest.Contoso, acctest.Fabrikam, acctest.Northwind},
			arguments: `tenant = "fabrikam"`, want: []string{`"send_message":false`},
		},
		"with all that azuread knew": {
			keys: []string{acctest.Fabrikam},
			arguments: `
				display_name = "Ana.Ruiz"
				redirect_url = "https://portal.fabrikam.example"
				send_message = true
				message = {
				  body         = "Welcome."
				  cc_recipient = "mona@fabrikam.example"
				}`,
			message: []any{letter}, want: []string{`"send_message":true`, `"body":"Welcome."`},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := acctest.StartWith(t, acctest.Standard(), kernel.Options{Settings: func(s *settings.Settings) {
				s.DerivedDisplayName = settings.NameFromLocalPart
			}})
			there := w.Welcome(acctest.FabrikamID, anaEmail)
			block := strings.Replace(invite(test.arguments), "  tenant = \"fabrikam\"\n", "", 1)
			f := newFolder(t, w.ConfigFor(test.keys, block+moved), azureadAna(there, test.message...))
			w.ForgetRequests()

			plan := f.must("plan")
			for _, want := range []string{"azuread_invitation.ana has moved to", "0 to add, 0 to change, 0 to destroy"} {
				if !strings.Contains(plan, want) {
					t.Errorf("the plan does not say %q:\n%s", want, plan)
				}
			}
			if strings.Contains(plan, ticket) {
				t.Error("the plan shows the redeem URL")
			}
			f.must("apply", "-auto-approve")
			if out := f.must("plan"); !strings.Contains(out, "No changes.") {
				t.Errorf("the next plan has changes:\n%s", out)
			}
			state := f.must("show", "-json")
			for _, want := range append(test.want, `"id":"`+acctest.FabrikamID+"/"+there.ID+`"`, `"tenant":"fabrikam"`, `"on_destroy":"keep"`,
				`"redirect_url":"https://portal.fabrikam.example"`, `"redeem_url":"`+ticket, `"invited_user_type":"Guest"`, `"creation_type":"Invitation"`) {
				if !strings.Contains(state, want) {
					t.Errorf("the state has no %s:\n%s", want, state)
				}
			}
			// The user outlives the resource.
			f.must("destroy", "-auto-approve")
			if now := w.Guest(acctest.FabrikamID, anaEmail); now.ID != there.ID {
				t.Errorf("the person is %s now, want %s", now.ID, there.ID)
			}
			if writes := w.Writes(); len(writes) > 0 {
				t.Errorf("the move wrote: %v", writes)
			}
		})
	}
}

func TestMoveOfSomebodyWhomNobodyKnows(t *testing.T) {
	t.Parallel()
	w := start(t)
	there := w.Welcome(acctest.NorthwindID, anaEmail)
	w.ForgetRequests()
	f := newFolder(t, w.ConfigFor([]string{acctest.Contoso, acctest.Fabrikam}, invite("")+moved), azureadAna(there))
	out, err := f.run("apply", "-auto-approve")
	if want := acctest.Message("Cannot find "+anaEmail, there.ID, "contoso: has no such user", "fabrikam: has no such user", "removed block"); err == nil || !want.MatchString(out) {
		t.Errorf("want %s, got %v:\n%s", want, err, out)
	}
	if writes := w.Writes(); len(writes) > 0 {
		t.Errorf("the move wrote: %v", writes)
	}
}

// TestMoveIsRefused uses the protocol directly, because no existing provider writes
// such states.
func TestMoveIsRefused(t *testing.T) {
	t.Parallel()
	good := azureadAna(&directory.User{ID: "dddddddd-0000-4000-8000-000000000001", Mail: anaEmail})
	without := func(name string) map[string]any {
		attributes := maps.Clone(good)
		delete(attributes, name)
		return attributes
	}
	tests := map[string]struct {
		change func(*tfprotov6.MoveResourceStateRequest)
		state  map[string]any
		want   string
	}{
		"everything is right": {state: good},
		"from a mirror": {state: good, change: func(r *tfprotov6.MoveResourceStateRequest) {
			r.SourceProviderAddress = "mirror.example/hashicorp/azuread"
		}},
		"without a user":       {state: without("user_id"), want: "does not contain the user"},
		"without an address":   {state: without("user_email_address"), want: "does not contain the user"},
		"with a strange shape": {state: map[string]any{"user_id": 7}, want: "cannot be read"},
		"from another provider": {
			state: good, want: "does not include support",
			change: func(r *tfprotov6.MoveResourceStateRequest) {
				r.SourceProviderAddress = "registry.terraform.io/example/notazuread"
			},
		},
		"from another type": {
			state: good, want: "does not include support",
			change: func(r *tfprotov6.MoveResourceStateRequest) { r.SourceTypeName = "azuread_user" },
		},
		"from a version to come": {
			state: good, want: "does not include support",
			change: func(r *tfprotov6.MoveResourceStateRequest) { r.SourceSchemaVersion = 1 },
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			raw, err := json.Marshal(test.state)
			if err != nil {
				t.Fatal(err)
			}
			req := &tfprotov6.MoveResourceStateRequest{
				SourceProviderAddress: "registry.terraform.io/hashicorp/azuread", SourceTypeName: "azuread_invitation",
				SourceState: &tfprotov6.RawState{JSON: raw}, TargetTypeName: "multitenant_b2b_invitation",
			}
			if test.change != nil {
				test.change(req)
			}
			resp, err := ours(t)().MoveResourceState(context.WithoutCancel(t.Context()), req)
			if err != nil {
				t.Fatal(err)
			}
			var said []string
			for _, d := range resp.Diagnostics {
				said = append(said, d.Summary+": "+d.Detail)
			}
			got := strings.Join(said, "\n")
			if test.want == "" && (got != "" || resp.TargetState == nil) || !strings.Contains(got, test.want) {
				t.Errorf("the answer is %q, want %q", got, test.want)
			}
		})
	}
}
