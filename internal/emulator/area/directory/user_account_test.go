package directory

import (
	"encoding/json"
	"testing"
)

// The state file has the account of a user beside its properties.
func TestAccountInState(t *testing.T) {
	t.Parallel()
	const saved = `{"id":"1","userPrincipalName":"a@contoso.example","displayName":"A","accountEnabled":true,"password":"hush","passwordExpired":true,` +
		`"converting":true,"ticket":"t","upnBeforeDeletion":"b@contoso.example","homeTenantId":"2","homeUserPrincipalName":"c@fabrikam.example"}`
	var u User
	if err := json.Unmarshal([]byte(saved), &u); err != nil {
		t.Fatal(err)
	}
	want := Account{
		Password: "hush", PasswordExpired: true, Converting: true, Ticket: "t", UPNBeforeDeletion: "b@contoso.example",
		HomeTenantID: "2", HomeUPN: "c@fabrikam.example",
	}
	if u.ID != "1" || !u.AccountEnabled || u.Account() != want {
		t.Errorf("read %+v with %+v", u, u.Account())
	}
	if again, err := json.Marshal(&u); err != nil || string(again) != saved {
		t.Errorf("written %s, %v", again, err)
	}
	var plain User
	if err := json.Unmarshal([]byte(`{"id":"1"}`), &plain); err != nil || plain.account != nil || plain.Account() != (Account{}) {
		t.Errorf("without an account: %+v, %v", plain.account, err)
	}
}

// A copy of a user has an account of its own.
func TestAccountIsCopied(t *testing.T) {
	t.Parallel()
	u := &User{}
	u.ChangeAccount().Ticket = "first"
	u.clone().ChangeAccount().Ticket = "second"
	if got := u.Account().Ticket; got != "first" {
		t.Errorf("the ticket became %q", got)
	}
}
