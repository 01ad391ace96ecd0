package graph_test

import (
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
)

func TestUserChangeIsSeen(t *testing.T) {
	t.Parallel()
	off := false
	ana := graph.User{DisplayName: "Ana", BusinessPhones: []string{"+34 910"}, AccountEnabled: true, OtherMails: []string{"b@home.example", "a@home.example"}}
	tests := []struct {
		name   string
		change graph.UserChange
		seen   bool
	}{
		{"nothing", graph.UserChange{}, true},
		{"set", graph.UserChange{Set: map[graph.Property]string{graph.DisplayName: "Ana", graph.BusinessPhone: "+34 910"}}, true},
		{"set otherwise", graph.UserChange{Set: map[graph.Property]string{graph.DisplayName: "Ben"}}, false},
		{"cleared", graph.UserChange{Clear: []graph.Property{graph.JobTitle}}, true},
		{"not cleared yet", graph.UserChange{Clear: []graph.Property{graph.BusinessPhone}}, false},
		// The directory does not guarantee an order (graph-identity §0).
		{"other mails in another order", graph.UserChange{OtherMails: []string{"a@home.example", "b@home.example"}}, true},
		{"other mails without one yet", graph.UserChange{OtherMails: []string{"a@home.example", "b@home.example", "c@home.example"}}, false},
		{"not switched off yet", graph.UserChange{AccountEnabled: &off}, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := test.change.SeenIn(ana); got != test.seen {
				t.Errorf("SeenIn is %v, want %v", got, test.seen)
			}
		})
	}
}

func TestUserHasAddress(t *testing.T) {
	t.Parallel()
	ana := graph.User{
		Mail: "ana@contoso.example", OtherMails: []string{"ana@home.example"},
		ProxyAddresses: []string{"SMTP:ana@contoso.example", "smtp:a.ruiz@contoso.example", "x500:/o=Contoso"},
	}
	for address, want := range map[string]bool{
		"ANA@contoso.example": true, "ana@home.example": true, "A.Ruiz@Contoso.example": true,
		"ben@contoso.example": false, "": false, "contoso.example": false,
	} {
		if got := ana.HasAddress(address); got != want {
			t.Errorf("HasAddress(%q) is %v, want %v", address, got, want)
		}
	}
}
