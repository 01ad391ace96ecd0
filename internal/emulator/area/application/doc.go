// Package application implements applications with their credentials and
// permissions, their service principals, application objects from templates, and
// assignments of app roles.
package application

import (
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

// Area is the application state of tenants.
var Area = kernel.Area{
	Name:  "application",
	Parts: []kernel.Part{Applications, Registrations, ServicePrincipals, Assignments},
	Seeds: []kernel.Member{{Name: "applications", Parse: parseApplications}},
}

// ReadApplications are the permissions to read applications, WriteApplications
// those to change them. Application.ReadWrite.OwnedBy reads all applications. Its
// restriction to changes of owned applications is not modeled: instantiated
// applications have no owners (graph-cross-tenant §1.2). WritePrincipals are those to
// change service principals, and to make both from a template.
var (
	ReadApplications  = []string{"Application.Read.All", "Application.ReadWrite.OwnedBy", "Application.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All"}
	WriteApplications = []string{"Application.ReadWrite.OwnedBy", "Application.ReadWrite.All"}
	WritePrincipals   = append(WriteApplications[:2:2], "Directory.ReadWrite.All")
)
