package exchange

import (
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/command"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

// guidOf makes the Guid of an object that has none in Entra, from its name.
func guidOf(d *kernel.Directory, kind, name string) command.GUID {
	return command.GUID(namedGUID(d.ID, kind, strings.ToLower(name)))
}

func getOrganizationConfig(c *command.Call) (command.Answer, error) {
	return read(c, func(d *kernel.Directory, _ kernel.Moment) ([]command.Record, error) {
		return []command.Record{{
			{Name: "Identity", Value: d.InitialDomain},
			{Name: "Id", Value: d.InitialDomain},
			{Name: "Name", Value: d.InitialDomain},
			{Name: "Guid", Value: guidOf(d, "organization", d.InitialDomain)},
			{Name: "DisplayName", Value: d.DisplayName},
			{Name: "OrganizationId", Value: organizationID(d)},
			{Name: "IsDehydrated", Value: false},
			{Name: "IsDualWriteEnabled", Value: true},
			{Name: "MailTipsAllTipsEnabled", Value: true},
			{Name: "MailTipsExternalRecipientsTipsEnabled", Value: false},
			{Name: "MailTipsGroupMetricsEnabled", Value: true},
			{Name: "MailTipsLargeAudienceThreshold", Value: 25},
			{Name: "MailTipsMailboxSourcedTipsEnabled", Value: true},
			{Name: "PublicFoldersEnabled", Value: "Local"},
			{Name: "WhenCreated", Value: kernel.SeededAt},
			{Name: "WhenChanged", Value: kernel.SeededAt},
		}}, nil
	})
}

// getAcceptedDomain lists the verified domains (exchange §9.7).
func getAcceptedDomain(c *command.Call) (command.Answer, error) {
	return read(c, func(d *kernel.Directory, at kernel.Moment) ([]command.Record, error) {
		var records []command.Record
		for _, domain := range d.Domains {
			if domain.Verified {
				records = append(records, acceptedDomain(d, domain))
			}
		}
		return only(c.Text(command.Identity), records, at)
	})
}

func acceptedDomain(d *kernel.Directory, domain kernel.Domain) command.Record {
	return command.Record{
		{Name: "Identity", Value: domain.Name},
		{Name: "Id", Value: domain.Name},
		{Name: "Name", Value: domain.Name},
		{Name: "DomainName", Value: domain.Name},
		{Name: "Guid", Value: guidOf(d, "domain", domain.Name)},
		{Name: "DomainType", Value: "Authoritative"},
		{Name: "Default", Value: domain.Default},
		{Name: "InitialDomain", Value: domain.Initial},
		{Name: "AuthenticationType", Value: domain.AuthenticationType},
		{Name: "MatchSubDomains", Value: false},
		{Name: "AddressBookEnabled", Value: true},
		{Name: "EmailOnly", Value: false},
		{Name: "ExternallyManaged", Value: false},
		{Name: "OutboundOnly", Value: false},
		{Name: "PendingRemoval", Value: false},
		{Name: "FederatedOrganizationLink", Value: nil},
		{Name: "OrganizationId", Value: organizationID(d)},
		{Name: "WhenCreated", Value: kernel.SeededAt},
		{Name: "WhenChanged", Value: kernel.SeededAt},
	}
}

// read runs a cmdlet that lists records.
func read(c *command.Call, f func(*kernel.Directory, kernel.Moment) ([]command.Record, error)) (answer command.Answer, err error) {
	err = c.World.Read(c.Tenant, func(d *kernel.Directory, at kernel.Moment) error {
		answer.Records, err = f(d, at)
		return err
	})
	return answer, err
}

// only returns the record of the identity, by name, Guid or distinguished name; all
// without one.
func only(identity string, records []command.Record, at kernel.Moment) ([]command.Record, error) {
	if identity == "" {
		return records, nil
	}
	i := slices.IndexFunc(records, func(r command.Record) bool {
		return slices.ContainsFunc([]string{"Name", "Guid", "DistinguishedName"}, func(name string) bool {
			switch value := r.Get(name).(type) {
			case string:
				return strings.EqualFold(value, identity)
			case command.GUID:
				return strings.EqualFold(string(value), identity)
			}
			return false
		})
	})
	if i < 0 {
		return nil, errNotFound(identity, at)
	}
	return records[i : i+1], nil
}
