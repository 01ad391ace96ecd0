package settings

// Exchange are the settings about Exchange Online.
type Exchange struct {
	// MailUserDelay is the time from an invitation until Exchange has the mail user
	// of a guest. Some minutes are documented, hours are reported (exchange §12).
	MailUserDelay Lags `json:"mail_user_delay"`
	// MailUserTypeDelay is the time from a change of userType until the mail user
	// has the other type (exchange §10, §16).
	MailUserTypeDelay Lags `json:"mail_user_type_delay"`
	// ShowInAddressListDelay is the time until Exchange takes over a change that
	// Graph makes to a user, such as showInAddressList. One page says that it does,
	// another one advises against the property (exchange §10.1).
	ShowInAddressListDelay Lags `json:"show_in_address_list_delay"`
	// HiddenWriteBackDelay is the time until Graph's showInAddressList follows a
	// change of HiddenFromAddressListsEnabled. That it does is implied by dual
	// write, and not stated (exchange §10.1).
	HiddenWriteBackDelay Lags `json:"hidden_write_back_delay"`
	// AddressWriteBackDelay is the time until Graph shows the addresses and names
	// that Exchange changes: with dual write almost at once, without it minutes or
	// longer (exchange §12).
	AddressWriteBackDelay Lags `json:"address_write_back_delay"`
	// DualWriteFails refuses changes of users and contacts because the write to
	// Entra fails (exchange §7.3).
	DualWriteFails bool `json:"dual_write_fails"`
	// LostAffinityMissesWrites answers requests with another anchor, or without the
	// cookie of the request that wrote, by a server that has not received the write
	// yet (exchange §4).
	LostAffinityMissesWrites bool `json:"lost_affinity_misses_writes"`
	// ExchangeErrorDetails selects the form of the details of an error (exchange
	// §7.1).
	ExchangeErrorDetails ErrorDetails `json:"exchange_error_details"`
	// MissingRecipientIsBadRequest answers 400 instead of 404 for a recipient that
	// does not exist (exchange §7.2).
	MissingRecipientIsBadRequest bool `json:"missing_recipient_is_bad_request"`
	// TakenAddressIsConflict answers 409 instead of 400 for a proxy address that
	// another recipient has (exchange §7.2).
	TakenAddressIsConflict bool `json:"taken_address_is_conflict"`
	// TakenExternalAddressIsAccepted sets an ExternalEmailAddress that is a proxy
	// address of another recipient, instead of refusing it. Sources describe the
	// conflict of proxy addresses only (exchange §9.2, §13).
	TakenExternalAddressIsAccepted bool `json:"taken_external_address_is_accepted"`
	// PrimarySMTPAddressIsIgnored accepts PrimarySmtpAddress of Set-MailUser without
	// effect instead of refusing it. The page of the cmdlet reserves it for
	// on-premises Exchange, another page names it for Exchange Online (exchange §9.2).
	PrimarySMTPAddressIsIgnored bool `json:"primary_smtp_address_is_ignored"`
	// ExternalAddressIsAdded adds a new ExternalEmailAddress to the proxy addresses.
	// Whether Exchange does is not documented (exchange §9.2).
	ExternalAddressIsAdded bool `json:"external_address_is_added"`
	// DeletedUsersHoldAddresses refuses a mail contact for an address of a
	// soft-deleted user (exchange §11).
	DeletedUsersHoldAddresses bool `json:"deleted_users_hold_addresses"`
	// ResultSizeIsIgnored answers as if no request had a ResultSize (exchange §6.1).
	ResultSizeIsIgnored bool `json:"result_size_is_ignored"`
	// NextLinksFail answers every link to a next page as expired, as one client has
	// measured (exchange §6.1).
	NextLinksFail bool `json:"next_links_fail"`
	// RecipientAdministratorsReadSharing lets Exchange Recipient Administrators read
	// organization relationships, sharing policies and availability address spaces.
	// Their role is about recipients, and no page says so of these cmdlets (exchange
	// §3, §9.8).
	RecipientAdministratorsReadSharing bool `json:"recipient_administrators_read_sharing"`
	// RelationshipsCoverAllFeatures gives an enabled organization relationship
	// precedence for free/busy and MailTips even if it shares only one of them: the
	// other is then hidden. Sources name the relationship, or its features
	// (m365-capabilities §1).
	RelationshipsCoverAllFeatures bool `json:"relationships_cover_all_features"`
	// AddressSpacesEndWithWebServices ends the precedence of availability address
	// spaces with Exchange Web Services. Sources disagree on whether they rest on it
	// (m365-capabilities §1).
	AddressSpacesEndWithWebServices bool `json:"address_spaces_end_with_web_services"`
}

// ErrorDetails is the form of the details of an error.
type ErrorDetails string

// The forms of the details of an error: a code, a type and a text between pipes,
// the same without the code, or JSON.
const (
	DetailsWithCode    ErrorDetails = "code"
	DetailsWithoutCode ErrorDetails = "type"
	DetailsInJSON      ErrorDetails = "json"
)

func defaultExchange() Exchange {
	return Exchange{
		MailUserDelay:            6,
		MailUserTypeDelay:        3,
		ShowInAddressListDelay:   3,
		HiddenWriteBackDelay:     2,
		AddressWriteBackDelay:    1,
		LostAffinityMissesWrites: true,
		ExchangeErrorDetails:     DetailsWithCode,
	}
}
