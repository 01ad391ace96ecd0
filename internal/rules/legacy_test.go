package rules_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

// Entries of sharing policies are written with and without spaces, in any case, and
// with several actions (exchange §9.8).
func TestParseSharingEntry(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]rules.SharingEntry{
		"contoso.example:CalendarSharingFreeBusySimple":                   {Domain: "contoso.example", Calendar: rules.ShowsTimes},
		"contoso.example: CalendarSharingFreeBusyDetail":                  {Domain: "contoso.example", Calendar: rules.ShowsDetails},
		"*:calendarsharingfreebusyreviewer, ContactsSharing":              {Domain: "*", Calendar: rules.ShowsAll, Contacts: true},
		"*:CalendarSharingFreeBusyReviewer,CalendarSharingFreeBusySimple": {Domain: "*", Calendar: rules.ShowsAll},
		"*:CalendarSharingFreeBusySimple,CalendarSharingFreeBusyDetail":   {Domain: "*", Calendar: rules.ShowsDetails},
		" Anonymous : ContactsSharing ":                                   {Domain: "Anonymous", Contacts: true},
		"contoso.example:SomethingNew":                                    {Domain: "contoso.example"},
		"contoso.example":                                                 {Domain: "contoso.example"},
		"":                                                                {},
		"contoso.example:CalendarSharingFreeBusySimple:CalendarSharingFreeBusyReviewer,": {Domain: "contoso.example"},
	} {
		if got := rules.ParseSharingEntry(text); got != want {
			t.Errorf("%q: %+v, want %+v", text, got, want)
		}
	}
}

func FuzzParseSharingEntry(f *testing.F) {
	f.Add("contoso.example: CalendarSharingFreeBusySimple, ContactsSharing")
	f.Fuzz(func(t *testing.T, text string) {
		got := rules.ParseSharingEntry(text)
		if strings.Contains(got.Domain, ":") || got.Domain != strings.TrimSpace(got.Domain) {
			t.Errorf("%q has the domain %q", text, got.Domain)
		}
		if got.Calendar != "" && !strings.Contains(strings.ToLower(text), "calendarsharing") {
			t.Errorf("%q shares calendars: %+v", text, got)
		}
	})
}

// An organization is meant by any of its domains, by its tenant id, and by entries
// for all domains. Publishing is for no organization.
func TestLegacySharingWith(t *testing.T) {
	t.Parallel()
	all := rules.LegacySharing{
		Relationships: []rules.OrganizationRelationship{{Name: "c", Domains: []string{"elsewhere.example", "Contoso.example"}}, {Name: "n", Domains: []string{"northwind.example"}}},
		Policies: []rules.SharingPolicy{
			{Name: "all", Entries: []rules.SharingEntry{{Domain: "*"}, {Domain: "Anonymous"}, {Domain: "northwind.example"}}}, {Name: "web", Entries: []rules.SharingEntry{{Domain: "Anonymous"}}},
		},
		Spaces: []rules.AddressSpace{{Name: "d", Domain: "contoso.EXAMPLE"}, {Name: "t", Domain: "mail.example", TenantID: "AAAA"}, {Name: "n", Domain: "northwind.example"}},
	}
	var names []string
	with := all.With([]string{"contoso.example", "aaaa"})
	for _, r := range with.Relationships {
		names = append(names, "relationship "+r.Name)
	}
	for _, p := range with.Policies {
		names = append(names, "policy "+p.Name)
		if len(p.Entries) != 1 || p.Entries[0].Domain != "*" {
			t.Errorf("%+v", p)
		}
	}
	for _, s := range with.Spaces {
		names = append(names, "space "+s.Name)
	}
	if want := []string{"relationship c", "policy all", "space d", "space t"}; !slices.Equal(names, want) {
		t.Errorf("%q", names)
	}
	if len(all.Policies[0].Entries) != 3 {
		t.Error("the sharing that was given has changed")
	}
}
