// Package crosstenant is what a configuration says about a tenant's dealings
// with other tenants: which clouds it works with, what holds for everybody, and
// what holds for one partner.
//
// It talks to Graph through package graph; package rules has them that
// its plans are checked by. Package guest is about the people whom these
// settings let in.
package crosstenant

import (
	"github.com/hashicorp/terraform-plugin-framework/resource"
)

// Resources lists the resources of this noun.
func Resources() []func() resource.Resource {
	return []func() resource.Resource{newPolicy, newDefaults, newPartner}
}

// What becomes of the settings when a resource is destroyed.
const (
	destroyDelete  = "delete"
	destroyKeep    = "keep"
	destroyReset   = "reset"
	destroyRestore = "restore"
)
