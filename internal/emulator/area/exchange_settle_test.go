package area_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/command"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
)

// TestTheDirectoriesSettle runs random operations of Graph and Exchange. Some time
// later both directories agree, and no address has two holders.
func TestTheDirectoriesSettle(t *testing.T) {
	t.Parallel()
	for seed := range uint64(20) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, nil)
			random := rand.New(rand.NewPCG(seed, 11))
			if seed%2 == 1 {
				w.SetLag(5 * time.Second)
			}
			for step := range 200 {
				err := operate(t, w, random)
				if random.IntN(2) == 0 {
					err = operateExchange(t, w, random)
				}
				var fault *refusal.Error
				var exchangeFault *command.Fault
				if err != nil && !errors.As(err, &fault) && !errors.As(err, &exchangeFault) {
					t.Fatalf("step %d: %v", step, err)
				}
			}
			w.Advance(time.Hour)
			look(t, w, contosoID, func(d *kernel.Directory) { checkInvariants(t, d) })
			checkAgreement(t, w)
		})
	}
}

// A restore that gives up an address does so in Exchange too, even if Exchange has
// never heard of the deletion.
func TestRestoreBeforeExchangeHears(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(o *kernel.Options) { o.Lag = time.Minute })
	first := invited(t, w, contosoID, "new@partner.example")
	w.Advance(time.Hour)
	if err := directory.Users.Delete(w, contosoID, first.ID, inviter); err != nil {
		t.Fatal(err)
	}
	w.Advance(4 * time.Minute)
	second := invited(t, w, contosoID, "new@partner.example")
	how := map[string]any{directory.RestoreReconciles: true, directory.RestoreUPN: "first@contoso.example"}
	if _, err := directory.Users.Restore(w, contosoID, first.ID, how, inviter); err != nil {
		t.Fatal(err)
	}
	w.Advance(time.Hour)
	if got := one(t, w, "Get-Recipient", `{"Filter":"EmailAddresses -eq 'new@partner.example'"}`).Get("Name"); got != second.ID {
		t.Errorf("the address belongs to %v", got)
	}
	ran(t, w, "Set-MailUser", fmt.Sprintf(`{"Identity":%q,"EmailAddresses":["SMTP:new@partner.example","smtp:more@partner.example"]}`, second.ID))
}

func operateExchange(t *testing.T, w *kernel.World, random *rand.Rand) error {
	address := fmt.Sprintf("p%d@partner.example", random.IntN(8))
	id := anyUser(t, w, random)
	cmdlet, parameters := "Set-MailUser", fmt.Sprintf(`{"Identity":%q,"HiddenFromAddressListsEnabled":%v}`, id, random.IntN(2) == 0)
	switch random.IntN(7) {
	case 0:
		return directory.UpdateUser(w, contosoID, id, map[string]any{"showInAddressList": random.IntN(2) == 0}, inviter)
	case 1:
		return directory.UpdateUser(w, contosoID, id, map[string]any{"userType": []string{"Guest", "Member"}[random.IntN(2)]}, inviter)
	case 2:
		parameters = fmt.Sprintf(`{"Identity":%q,"EmailAddresses":{"@odata.type":"#Exchange.GenericHashTable","Add":%q}}`, id, []string{"smtp:", "SMTP:"}[random.IntN(2)]+address)
	case 3:
		cmdlet, parameters = "New-MailContact", fmt.Sprintf(`{"Name":%q,"ExternalEmailAddress":%q}`, address, address)
	case 4:
		cmdlet, parameters = "Remove-MailContact", identity(address)
	case 5:
		cmdlet, parameters = "Set-MailContact", fmt.Sprintf(`{"Identity":%q,"ExternalEmailAddress":"p%d@partner.example"}`, address, random.IntN(8))
	}
	_, err := invoke(t, w, cmdlet, parameters)
	return err
}

// checkAgreement compares the recipients with their twins in Entra.
func checkAgreement(t *testing.T, w *kernel.World) {
	t.Helper()
	holders := map[string]any{}
	twins := map[any][]string{}
	for _, r := range ran(t, w, "Get-Recipient", `{}`).Records {
		id := r.Get("ExternalDirectoryObjectId")
		addresses, _ := r.Get("EmailAddresses").([]string)
		twins[id] = addresses
		for _, a := range addresses {
			if other := holders[strings.ToLower(a)]; other != nil {
				t.Errorf("%s belongs to %v and %v", a, other, id)
			}
			holders[strings.ToLower(a)] = id
		}
	}
	look(t, w, contosoID, func(d *kernel.Directory) {
		for _, c := range directory.Contacts.All(d) {
			if addresses, ok := twins[c.ID]; !ok || !slices.Equal(addresses, c.ProxyAddresses) {
				t.Errorf("the contact %s has %v and %v", c.ID, c.ProxyAddresses, addresses)
			}
		}
	})
	for _, r := range ran(t, w, "Get-Recipient", `{"RecipientType":["MailUser","UserMailbox"]}`).Records {
		id := fmt.Sprint(r.Get("ExternalDirectoryObjectId"))
		u := truth(t, w, contosoID, id)
		if u.IsDeleted() || !slices.Equal(twins[id], u.ProxyAddresses) {
			t.Errorf("the user %s has %v and %v", id, u.ProxyAddresses, twins[id])
		}
		if u.ShowInAddressList != nil && *u.ShowInAddressList == r.Get("HiddenFromAddressListsEnabled") {
			t.Errorf("the visibility of %s differs", id)
		}
		if guest := r.Get("RecipientTypeDetails") == "GuestMailUser"; guest && (u.UserType != directory.TypeGuest || len(u.ProxyAddresses) == 0) {
			t.Errorf("the mail user of %+v is a guest", u)
		}
	}
}
