// Package application is what signs in to a tenant and what others see of it:
// applications with their credentials and permissions, service principals,
// application objects made from templates, and assignments of app roles.
package application

import (
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

// Area is what the tenants keep about applications.
var Area = kernel.Area{
	Name:  "application",
	Parts: []kernel.Part{Applications, Registrations, ServicePrincipals, Assignments},
	Seeds: []kernel.Member{{Name: "applications", Parse: parseApplications}},
}

// ReadApplications are the permissions to read applications, and
// WriteApplications those to change them. Application.ReadWrite.OwnedBy reads all
// applications. That it changes only those of its owner is not modeled: what is
// instantiated has no owners (graph-cross-tenant §1.2).
var (
	ReadApplications  = []string{"Application.Read.All", "Application.ReadWrite.OwnedBy", "Application.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All"}
	WriteApplications = []string{"Application.ReadWrite.OwnedBy", "Application.ReadWrite.All"}
)
