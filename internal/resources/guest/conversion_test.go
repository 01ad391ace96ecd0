package guest_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/invitation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

// anaIsInternal is an estate in which Ana has an internal account in Fabrikam, with
// her Contoso address as mail.
func anaIsInternal() *acctest.Estate {
	e := acctest.Standard()
	fabrikam := e.Tenant(acctest.Fabrikam)
	fabrikam.Users = append(fabrikam.Users, acctest.Object{
		"id": anaID, "displayName": "Ana Ruiz", "userPrincipalName": "ana@fabrikam.example", "mail": anaEmail, "jobTitle": "Controller",
	})
	fabrikam.Groups = append(fabrikam.Groups, acctest.Object{"id": financeID, "displayName": "Finance", "members": []string{anaID}})
	return e
}

// TestConversion converts an internal user to an external one, once.
func TestConversion(t *testing.T) {
	t.Parallel()
	// TestConversionThatShowsLate uses the other setting.
	w := acctest.StartWith(t, anaIsInternal(), kernel.Options{Settings: func(s *settings.Settings) { s.ConvertedStaysInternalUntilRedeemed = false }})
	w.SetLag(acctest.Lag)
	before := len(w.People(acctest.FabrikamID))
	config := w.Config(invite(`invited_user_id = "` + strings.ToUpper(anaID) + `"`))
	stays := acctest.Then(func() error {
		u := w.User(acctest.FabrikamID, anaID)
		if !u.External() || u.UserType != "Member" || u.UserPrincipalName != "ana@fabrikam.example" || u.JobTitle != "Controller" {
			return fmt.Errorf("the converted user is %+v", u)
		}
		if n := len(w.People(acctest.FabrikamID)); n != before {
			return fmt.Errorf("the tenant has %d users, want %d", n, before)
		}
		return belongs(w, anaID)
	})
	w.Test(
		resource.TestStep{
			Config:      w.Config(strings.Replace(invite(`invited_user_id = "`+anaID+`"`), anaEmail, "ana@partner.example", 1)),
			PlanOnly:    true,
			ExpectError: acctest.Message("MT016", "converts no user", "Set the mail of user "+anaID),
		},
		resource.TestStep{
			Config: config,
			ConfigStateChecks: []statecheck.StateCheck{
				text("user_id", anaID), text("external_user_state", "PendingAcceptance"), text("on_destroy", "keep"), text("user_type", "Member"),
			},
			Check: resource.ComposeAggregateTestCheckFunc(w.Made("POST /invitations"), stays),
		},
		acctest.Unchanged(config),
		resource.TestStep{Config: config, Destroy: true, Check: stays},
		// A user who is already external is returned unchanged.
		resource.TestStep{
			PreConfig: w.ForgetRequests, Config: config,
			ConfigStateChecks: []statecheck.StateCheck{text("user_id", anaID)}, Check: resource.ComposeAggregateTestCheckFunc(w.Made(), stays),
		},
	)
}

// TestConversionThatShowsLate: if the directory shows a conversion only at
// redemption, the apply does not wait for it, and no later apply converts again.
func TestConversionThatShowsLate(t *testing.T) {
	t.Parallel()
	for _, late := range []bool{false, true} {
		t.Run(fmt.Sprint(late), func(t *testing.T) {
			t.Parallel()
			w := acctest.StartWith(t, anaIsInternal(), kernel.Options{Settings: settings.With(func(s *settings.Settings) {
				s.ConvertedStaysInternalUntilRedeemed = late
			})})
			config := w.Config(invite(`invited_user_id = "` + anaID + `"`))
			state := func(value string) []statecheck.StateCheck {
				return []statecheck.StateCheck{text("user_id", anaID), text("external_user_state", value)}
			}
			w.Test(
				resource.TestStep{
					Config: config, ConfigStateChecks: state("PendingAcceptance"),
					Check: acctest.Then(func() error {
						if u := w.User(acctest.FabrikamID, anaID); u.External() == late {
							return fmt.Errorf("before the redemption the user is %+v", u)
						}
						return nil
					}),
				},
				resource.TestStep{
					PreConfig: w.ForgetRequests, Config: config, ConfigStateChecks: state("PendingAcceptance"),
				},
				acctest.Unchanged(config),
				resource.TestStep{
					PreConfig: func() {
						if err := invitation.Redeem(w.World, acctest.Fabrikam, anaID, "", ""); err != nil {
							t.Fatal(err)
						}
					},
					Config: config, ConfigStateChecks: append(state("Accepted"), text("creation_type", "Invitation")),
					Check: acctest.Then(func() error {
						if len(w.Writes()) > 0 {
							return fmt.Errorf("later applies have written %v", w.Writes())
						}
						return nil
					}),
				},
			)
		})
	}
}

// TestConversionMailsOnce converts a user with a mail, applied again after a kill:
// if the directory does not show the conversion, no mail is sent.
func TestConversionMailsOnce(t *testing.T) {
	t.Parallel()
	for stays, mails := range map[bool]int{false: 1, true: 0} {
		t.Run(fmt.Sprintf("stays internal %t", stays), func(t *testing.T) {
			t.Parallel()
			w := acctest.StartWith(t, anaIsInternal(), kernel.Options{Settings: func(s *settings.Settings) { s.ConvertedStaysInternalUntilRedeemed = stays }})
			s := acctest.NewWorkspace(t, w.Config(invite("send_message = true\njob_title = \"Director\"\ninvited_user_id = \""+anaID+"\"")))
			at := acctest.Moment{Method: http.MethodPatch, Path: "/users/*"}
			if out, killed := w.Kill(s, at, "apply", "-auto-approve"); !killed {
				t.Fatalf("the apply was not killed:\n%s", out)
			}
			out := s.MustRun("apply", "-auto-approve")
			if err := mailed(w, mails)(nil); err != nil {
				t.Errorf("%v; the second apply says\n%s", err, out)
			}
			if warned := strings.Contains(out, "was not sent"); warned != stays {
				t.Errorf("the second apply says\n%s", out)
			}
		})
	}
}
