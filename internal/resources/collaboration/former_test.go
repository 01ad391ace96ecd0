package collaboration

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/singleton"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// recorded writes the parts of a model as in records, with a space between them.
func recorded(t *testing.T, m singleton.Model) string {
	t.Helper()
	var text string
	for _, p := range m.Parts() {
		value, err := p.Record(t.Context())
		if err != nil {
			t.Error(err)
		}
		text += p.Key() + "=" + string(value) + " "
	}
	return text
}

// TestRecordedParts: a change of these texts requires a new version of the record.
func TestRecordedParts(t *testing.T) {
	t.Parallel()
	everything := &externalModel{
		AllowInvitesFrom: types.StringValue("none"), GuestUserRole: types.StringValue("restrictedGuestUser"),
		EmailSignUp: types.BoolValue(false), EmailJoin: types.BoolValue(true),
	}
	foreign := &externalModel{GuestUserRole: types.StringValue("some-id")}
	lists := &domainsModel{PolicyID: types.StringValue("p"), BlockedDomains: texts("a.example")}
	for name, c := range map[string]struct {
		model, empty singleton.Model
		want         string
	}{
		"everything": {
			everything, &externalModel{},
			`allowInvitesFrom="none" guestUserRoleId="2af84b1e-32c8-42b7-82bc-daa82404023b" ` +
				`allowedToSignUpEmailBasedSubscriptions=false allowEmailVerifiedUsersToJoinOrganization=true `,
		},
		"a role without a name": {
			foreign, &externalModel{},
			`allowInvitesFrom=null guestUserRoleId="some-id" allowedToSignUpEmailBasedSubscriptions=null allowEmailVerifiedUsersToJoinOrganization=null `,
		},
		"blocked domains": {lists, &domainsModel{PolicyID: types.StringValue("p")}, `lists={"created":false,"allowed":[],"blocked":["a.example"]} `},
		"no policy":       {&domainsModel{PolicyID: types.StringValue(""), BlockedDomains: texts()}, &domainsModel{}, `lists={"created":true,"allowed":[],"blocked":[]} `},
	} {
		if got := recorded(t, c.model); got != c.want {
			t.Errorf("%s is recorded as\n%s\nwant\n%s", name, got, c.want)
		}
		for i, p := range c.empty.Parts() {
			value, _ := c.model.Parts()[i].Record(t.Context())
			if err := p.Restore(t.Context(), value); err != nil || !p.Equal(t.Context(), c.model.Parts()[i]) {
				t.Errorf("%s is restored as %s, %v", name, p.Describe(), err)
			}
		}
	}
}

func texts(list ...string) types.Set { return tfkit.Set(list) }

// TestOlderRecords reads the records of earlier providers.
func TestOlderRecords(t *testing.T) {
	t.Parallel()
	settings, err := decodeFormerSettings([]byte(`{"settings":{"allowInvitesFrom":"everyone","guestUserRoleId":null}}`))
	if err != nil || len(settings.Managed) != 2 || string(settings.Values["allowInvitesFrom"]) != `"everyone"` || string(settings.Values["guestUserRoleId"]) != "null" {
		t.Errorf("settings are read as %+v, %v", settings, err)
	}
	lists, err := decodeFormerDomains([]byte(`{"known":true,"created":false,"allowed":null,"blocked":["a.example"]}`))
	if want := `{"created":false,"allowed":null,"blocked":["a.example"]}`; err != nil || string(lists.Values["lists"]) != want || len(lists.Managed) != 1 {
		t.Errorf("lists are read as %s, %v", lists.Values, err)
	}
	unknown, err := decodeFormerDomains([]byte(`{"known":false,"created":false,"allowed":null,"blocked":null}`))
	if err != nil || len(unknown.Managed) != 0 {
		t.Errorf("unknown lists are read as %+v, %v", unknown, err)
	}
}
