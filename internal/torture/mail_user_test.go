package torture_test

import (
	"fmt"
	"slices"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

const mailUserType = "multitenant_mail_user"

// mailUser has a MailTip and another address.
type mailUser struct {
	ofPerson
	tip string
	// alias is whether the person has a further address.
	alias bool
}

func newMailUser(r *round) configured {
	p := r.somePerson(mailUserType)
	if p == nil {
		return nil
	}
	m := &mailUser{ofPerson: ofPerson{mailUserType, r.name(), p}}
	m.change(r)
	return m
}

func (m *mailUser) arguments() []string {
	list := m.user()
	if m.tip != "" {
		list = append(list, fmt.Sprintf("mail_tip = %q", m.tip))
	}
	if m.alias {
		list = append(list, fmt.Sprintf("additional_email_addresses = [%q]", m.further()))
	}
	return list
}

func (m *mailUser) further() string { return "alias." + m.email }

func (m *mailUser) change(r *round) {
	m.tip, m.alias = oneOf(r, "", "External", "On leave"), r.IntN(2) == 0
	if m.tip == "" {
		m.alias = true // a resource without settings is refused
	}
}

func (m *mailUser) check(r *round) {
	r.t.Helper()
	found, err := r.world.Cmdlet(acctest.FabrikamID, "Get-MailUser", acctest.Object{"Identity": m.id(r)})
	if err != nil {
		r.t.Error(err)
		return
	}
	addresses, _ := found.Records[0].Get("EmailAddresses").([]string)
	if has := slices.Contains(addresses, "smtp:"+m.further()); has != m.alias && (m.alias || !r.forgotten[m]) {
		r.t.Errorf("%s has the addresses %v, further one: %t", m.email, addresses, m.alias)
	}
	if tip := r.recipient(m.id(r))["MailTip"]; m.tip == "" && tip != nil && !r.forgotten[m] || m.tip != "" && tip == nil {
		r.t.Errorf("%s has the MailTip %v, want %q", m.email, tip, m.tip)
	}
}

func (m *mailUser) reset(r *round) {
	if m.invitation != nil {
		return
	}
	_, err := r.world.Cmdlet(acctest.FabrikamID, "Set-MailUser", acctest.Object{
		"Identity": m.id(r), "MailTip": "", "EmailAddresses": []any{"SMTP:" + m.email},
	})
	if err != nil {
		r.t.Error(err)
	}
}
