package guestsync_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// previewed is the JSON of a preview.
type previewed struct {
	People, Withheld int
	Changes          map[string]int
	Stops            []struct{ Guard string }
	Truncated        bool
	Users            []struct {
		Change, Why, Reason, Name string
		SourceID                  string `json:"source_id"`
		TargetID                  string `json:"target_id"`
		Attributes                []string
	}
}

// lines lists the users of a preview.
func (p previewed) lines() []string {
	all := []string{}
	for _, u := range p.Users {
		all = append(all, fmt.Sprintf("%s %s %s %s: %s", u.Change, u.SourceID, u.Name, strings.Join(u.Attributes, ","), u.Why))
	}
	return all
}

// foresee reads the preview of guestSync; arguments are added or replaced.
func foresee(t *testing.T, p acctest.Protocol, arguments acctest.Object) (previewed, string) {
	t.Helper()
	config := acctest.Object{
		"source": "contoso", "tenant": "fabrikam", "scope": acctest.Object{"group_ids": []any{groupID}},
		"attributes": acctest.Object{
			"company_name": acctest.Object{"value": "Contoso"}, "department": acctest.Object{"from": "department"},
			"display_name":         acctest.Object{"from": "displayName", "suffix": " (Contoso)"},
			"show_in_address_list": acctest.Object{"value": "true", "apply": "creation"},
		},
		"source_anchor": "extensionAttribute15", "withhold_if": acctest.Object{"attribute": "extensionAttribute7", "equals": "ITAR"},
		"on_leave": acctest.Object{"action": "delete", "after_days": 30},
	}
	for name, value := range arguments {
		config[name] = value
	}
	read := p.ReadData(t, "multitenant_guest_sync_preview", config)
	text := fmt.Sprint(read["json"])
	var doc previewed
	if err := json.Unmarshal([]byte(text), &doc); err != nil {
		t.Fatal(err)
	}
	for kind, n := range doc.Changes {
		if changes, _ := read["changes"].(map[string]any); changes[kind] != float64(n) {
			t.Errorf("changes.%s is %v, the document has %d", kind, changes[kind], n)
		}
	}
	if read["truncated"] != doc.Truncated || read["stopped"] != (len(doc.Stops) > 0) || read["withheld"] != float64(doc.Withheld) {
		t.Errorf("attributes %v differ from %s", read, text)
	}
	return doc, text
}

// TestPreviewOfANewSync lists every obstacle of a first run, and writes nothing.
func TestPreviewOfANewSync(t *testing.T) {
	t.Parallel()
	w := crowded(t)
	const canary = "CANARY"
	w.Change(acctest.ContosoID, userID(7), acctest.Object{
		"onPremisesExtensionAttributes": acctest.Object{"extensionAttribute7": "itar"}, "department": canary, "displayName": canary,
	})
	p := w.Protocol(t, nil)
	w.ForgetRequests()
	doc, text := foresee(t, p, acctest.Object{"names": true})
	const all = "companyName,department,displayName"
	want := []string{
		"create " + userID(6) + " user'#6@contoso.example " + all + ",extensionAttribute15,showInAddressList: in scope, without an external user",
		"adopt " + userID(1) + " " + upn(1) + " " + all + ": in scope, and an external user has the address",
		"restore " + userID(2) + " " + upn(2) + " " + all + ": in scope, and the external user is deleted",
		"refused " + userID(3) + " " + upn(3) + " : another user is in the way",
		"refused " + userID(4) + " " + upn(4) + " : another user is in the way",
		"refused " + userID(5) + " " + upn(5) + " : another user is in the way",
	}
	if got := doc.lines(); !slices.Equal(got, want) {
		t.Errorf("users\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if doc.People != 6 || doc.Withheld != 1 || !strings.Contains(doc.Users[3].Reason, acctest.ManagerID) {
		t.Errorf("the document is %s", text)
	}
	for _, secret := range []string{canary, userID(7), upn(7)} {
		if strings.Contains(text, secret) {
			t.Errorf("%s of the withheld user is in %s", secret, text)
		}
	}
	nameless, short := foresee(t, p, acctest.Object{"limit": 1})
	if strings.Contains(short, "@") || !nameless.Truncated || len(nameless.Users) != 4 || nameless.Changes["refused"] != 3 {
		t.Errorf("without names and with a limit: %s", short)
	}
	if again, _ := foresee(t, p, acctest.Object{"limit": 1}); fmt.Sprint(again) != fmt.Sprint(nameless) {
		t.Errorf("another preview has %v, before %v", again, nameless)
	}
	if err := w.Wrote(); err != nil {
		t.Error(err)
	}
}

// TestPreviewOfARunningSync knows by the marks what the plan knows by the record.
func TestPreviewOfARunningSync(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, populated(4))
	p := w.Protocol(t, nil)
	withheld := `withhold_if = { attribute = "extensionAttribute7", equals = "ITAR" }`
	config := w.Config(guestSync(withheld))
	w.Test(
		resource.TestStep{Config: config},
		resource.TestStep{
			PreConfig: func() {
				w.Change(acctest.ContosoID, userID(1), acctest.Object{"department": "Legal"})
				w.Change(acctest.ContosoID, userID(3), acctest.Object{"onPremisesExtensionAttributes": acctest.Object{"extensionAttribute7": "ITAR"}})
				expel(t, w, 2, 2)
				doc, text := foresee(t, p, acctest.Object{"names": true})
				want := []string{
					"update " + userID(1) + " " + upn(1) + " department: attributes differ",
					"hide " + userID(2) + " " + guest(w, 2).UserPrincipalName + " showInAddressList: deleted or out of scope",
					"hide   showInAddressList: withheld",
				}
				if got := doc.lines(); !slices.Equal(got, want) || doc.Users[2].TargetID != guest(w, 3).ID || strings.Contains(text, userID(3)) {
					t.Errorf("users\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
				}
				stopped, _ := foresee(t, p, acctest.Object{"on_leave": acctest.Object{"action": "delete", "max_people": 1}})
				if len(stopped.Stops) != 1 || stopped.Stops[0].Guard != "too_many" || stopped.Changes["delete"] != 2 {
					t.Errorf("a guard that stops is %+v", stopped)
				}
			},
			Config: config, ConfigPlanChecks: before(shows("update", 1), shows("hide", 2)),
		},
		resource.TestStep{
			PreConfig: func() {
				// The date of a departure is in the record only.
				w.Advance(31 * 24 * time.Hour)
				if doc, text := foresee(t, p, nil); len(doc.Users) > 0 {
					t.Errorf("after the run there is %s", text)
				}
			},
			Config: config + strings.NewReplacer(
				`resource "multitenant_guest_sync" "contoso"`, `data "multitenant_guest_sync_preview" "contoso"`,
			).Replace(guestSync(withheld)),
			ConfigPlanChecks:  before(shows("delete", 2)),
			ConfigStateChecks: []statecheck.StateCheck{acctest.Value("data.multitenant_guest_sync_preview.contoso", "stopped", boolean(false))},
		},
	)
}
