// Package area lists the areas of the emulator; each has a package below.
package area

import (
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/application"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/audit"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/conditionalaccess"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/crosstenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/entitlement"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/exchange"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/invitation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/multitenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/organization"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/provisioning"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/command"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/operation"
)

// All lists the areas in the order in which a seed fills a tenant: policies come
// before the directory, and the directory before what is assigned to its users.
func All() []operation.Offer {
	return []operation.Offer{
		invitation.Offer, crosstenant.Offer, conditionalaccess.Offer, directory.Offer, application.Offer, provisioning.Offer,
		organization.Offer, multitenant.Offer, entitlement.Offer, exchange.Offer, audit.Offer,
	}
}

// Cmdlets lists the cmdlets that the areas offer.
func Cmdlets() []command.Row { return exchange.Cmdlets }

func kept() []kernel.Area {
	var areas []kernel.Area
	for _, o := range All() {
		areas = append(areas, o.Area)
	}
	return areas
}

// NewWorld creates a world with all areas, without tenants.
func NewWorld(options kernel.Options) *kernel.World {
	options.Areas = kept()
	return kernel.New(options)
}

// ParseSeed parses a seed of all areas; see [kernel.ParseSeed].
func ParseSeed(name string, data []byte) (kernel.Seed, error) {
	return kernel.ParseSeed(kept(), name, data)
}
