package addressbook

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/exchange"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// formerMail is what a mail user had before the first change of this resource, of the
// attributes that are configured. Nil stands for one that is not.
type formerMail struct {
	Primary  *string `json:"primary,omitempty"`
	External *string `json:"external,omitempty"`
	// MailTip is empty for none.
	MailTip *string `json:"mail_tip,omitempty"`
	// Addresses are all e-mail addresses, while email_addresses is configured.
	Addresses []string `json:"addresses,omitempty"`
	// Added are those that this resource added, while it is not.
	Added []string `json:"added,omitempty"`
	// Before is set in every record of version 2.
	Before *firstMail `json:"before,omitempty"`
}

// firstMail are all attributes at the time when the resource was created or imported.
// An update that is killed may have changed one of them for the first time, and
// nothing else has the former value then.
type firstMail struct {
	Primary   string   `json:"primary"`
	External  string   `json:"external"`
	MailTip   string   `json:"mail_tip"`
	Addresses []string `json:"addresses"`
}

// formerMailRecord is in the attribute former. Version 1 was in private state, without
// Before.
var formerMailRecord = tfkit.Record[formerMail]{Key: "former", Version: 2, Older: map[int]func([]byte) (formerMail, error){
	1: func(data []byte) (f formerMail, err error) { return f, tfkit.DecodeExactly(data, &f) },
}}

// complete sets Before, unless it is known.
func (f formerMail) complete(m mailUserModel) formerMail {
	if f.Before == nil {
		f.Before = &firstMail{
			m.PrimarySMTPAddress.ValueString(), m.ExternalEmailAddress.ValueString(), m.MailTip.ValueString(),
			subtract(tfkit.Strings(m.EmailAddresses), f.Added),
		}
	}
	return f
}

// original are the addresses of a mail user without those that this resource added:
// those of the record, and those that are configured and were not there at first.
func (f formerMail) original(configured []string, before mailUserModel) []string {
	if f.Addresses != nil {
		return f.Addresses
	}
	return subtract(subtract(tfkit.Strings(before.EmailAddresses), f.Added), subtract(configured, f.Before.Addresses))
}

// after is the record after a planned change of what was there before.
func (f formerMail) after(plan, config, before mailUserModel) formerMail {
	f = f.complete(before)
	text := func(configured bool, former *string, first string) *string {
		switch {
		case !configured:
			return nil
		case former != nil:
			return former
		default:
			return &first
		}
	}
	next := formerMail{
		Primary:  text(!config.PrimarySMTPAddress.IsNull(), f.Primary, f.Before.Primary),
		External: text(!config.ExternalEmailAddress.IsNull(), f.External, f.Before.External),
		MailTip:  text(!config.MailTip.IsNull(), f.MailTip, f.Before.MailTip),
		Before:   f.Before,
	}
	if !config.EmailAddresses.IsNull() {
		next.Addresses = f.original(tfkit.Strings(plan.EmailAddresses), before)
	} else {
		next.Added = subtract(plan.wanted(config), f.original(plan.wanted(config), before))
	}
	return next
}

// misses reports whether an attribute that is configured has changed before the record
// has it: an update that was killed may have done that.
func (f formerMail) misses(plan, config, state mailUserModel) bool {
	next := f.after(plan, config, state)
	changed := func(recorded, next *string, present string) bool {
		return recorded == nil && next != nil && !strings.EqualFold(*next, present)
	}
	return changed(f.Primary, next.Primary, state.PrimarySMTPAddress.ValueString()) ||
		changed(f.External, next.External, state.ExternalEmailAddress.ValueString()) ||
		changed(f.MailTip, next.MailTip, state.MailTip.ValueString()) ||
		f.Addresses == nil && next.Addresses != nil && !sameAddresses(next.Addresses, tfkit.Strings(state.EmailAddresses)) ||
		len(subtract(next.Added, f.Added)) > 0
}

// plan sets the attributes without a configuration: those that were configured
// before are restored, and all others stay.
func (f formerMail) plan(m *mailUserModel, config, state mailUserModel) {
	restored := func(former *string) bool { return former != nil && m.restores() }
	if config.PrimarySMTPAddress.IsNull() {
		if m.PrimarySMTPAddress = state.PrimarySMTPAddress; restored(f.Primary) {
			m.PrimarySMTPAddress = tfkit.FoldedOrNull(*f.Primary)
		}
	}
	if config.ExternalEmailAddress.IsNull() {
		if m.ExternalEmailAddress = state.ExternalEmailAddress; restored(f.External) {
			m.ExternalEmailAddress = tfkit.FoldedOrNull(*f.External)
		}
	}
	if config.MailTip.IsNull() {
		if m.MailTip = state.MailTip; restored(f.MailTip) {
			m.MailTip = tfkit.StringOrNull(*f.MailTip)
		}
	}
	m.AdditionalEmailAddresses = unlessSame(m.AdditionalEmailAddresses, state.AdditionalEmailAddresses)
	if !config.EmailAddresses.IsNull() {
		m.EmailAddresses = unlessSame(m.EmailAddresses, state.EmailAddresses)
		return
	}
	switch {
	case f.Addresses != nil && m.restores():
		m.EmailAddresses = addressSet(unite(f.Addresses, m.wanted(config)))
	case m.movesAddresses(state):
		m.EmailAddresses = types.SetUnknown(types.StringType)
	default:
		m.EmailAddresses = state.EmailAddresses
	}
}

// movesAddresses reports whether a plan without a list of addresses changes it.
func (m *mailUserModel) movesAddresses(state mailUserModel) bool {
	return !m.AdditionalEmailAddresses.Equal(state.AdditionalEmailAddresses) || !m.PrimarySMTPAddress.Same(state.PrimarySMTPAddress) ||
		!m.ExternalEmailAddress.Same(state.ExternalEmailAddress)
}

// unlessSame returns a planned set of addresses, or that of the state if only the
// case differs.
func unlessSame(planned, state types.Set) types.Set {
	if tfkit.Known(planned) && tfkit.Known(state) && sameAddresses(tfkit.Strings(planned), tfkit.Strings(state)) {
		return state
	}
	return planned
}

// change sets the former values.
func (f formerMail) change() exchange.RecipientChange {
	some := func(text *string) *string {
		if text != nil && *text == "" {
			return nil
		}
		return text
	}
	// An address cannot be cleared.
	c := exchange.RecipientChange{PrimaryAddress: some(f.Primary), ExternalAddress: some(f.External), MailTip: some(f.MailTip)}
	c.ClearMailTip = f.MailTip != nil && *f.MailTip == ""
	switch {
	case f.Addresses != nil:
		c.Addresses = &exchange.Addresses{Only: f.Addresses}
	case len(f.Added) > 0:
		c.Addresses = &exchange.Addresses{Remove: f.Added}
	}
	return c
}

// restored is a mail user of the state as it was before.
func (f formerMail) restored(before mailUserModel) *mailUserModel {
	m := &before
	if f.Primary != nil {
		m.PrimarySMTPAddress = tfkit.FoldedOrNull(*f.Primary)
	}
	if f.External != nil {
		m.ExternalEmailAddress = tfkit.FoldedOrNull(*f.External)
	}
	if f.MailTip != nil {
		m.MailTip = tfkit.StringOrNull(*f.MailTip)
	}
	switch {
	case f.Addresses != nil:
		m.EmailAddresses = addressSet(f.Addresses)
	case len(f.Added) > 0:
		m.EmailAddresses = types.SetUnknown(types.StringType)
	}
	return m
}
