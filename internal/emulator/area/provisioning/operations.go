package provisioning

import (
	"slices"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/application"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/operation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

// Offer is the Graph offer of synchronizations.
var Offer = operation.Offer{Area: Area, Rows: []operation.Row{
	{Method: operation.Post, Path: "/applicationTemplates/{id}/instantiate", Permissions: application.WritePrincipals, Source: "graph-cross-tenant §4.2", Run: instantiateTemplate},
	{Method: operation.Get, Path: "/applicationTemplates/{id}", Source: "graph-cross-tenant §4.2", Run: getApplicationTemplate},

	{Method: operation.Get, Path: secretsPath, Needs: secretsNeed, Source: "graph-cross-tenant §4.4", Run: listSecrets, Refuse: refuseSecrets},
	{Method: operation.Put, Path: secretsPath, Needs: writeNeed, Source: "graph-cross-tenant §4.4", Run: saveSecrets},
	{Method: operation.Get, Path: jobsPath, Needs: readNeed, Source: "graph-cross-tenant §4.2", Run: listJobs},
	{Method: operation.Post, Path: jobsPath, Needs: writeNeed, Source: "graph-cross-tenant §4.2", Run: createJob},
	{Method: operation.Post, Path: jobsPath + "/validateCredentials", Needs: writeNeed, Source: "graph-cross-tenant §4.4", Run: validateCredentials},
	{Method: operation.Get, Path: jobPath, Needs: readNeed, Source: "graph-cross-tenant §4.2", Run: getJob},
	{Method: operation.Delete, Path: jobPath, Needs: writeNeed, Source: "graph-cross-tenant §4.2", Run: deleteJob},
	{Method: operation.Post, Path: jobPath + "/validateCredentials", Needs: writeNeed, Source: "graph-cross-tenant §4.4", Run: validateCredentials},
	{Method: operation.Post, Path: jobPath + "/start", Needs: writeNeed, Source: "graph-cross-tenant §4.2", Run: startJob},
	{Method: operation.Post, Path: jobPath + "/pause", Needs: writeNeed, Source: "graph-cross-tenant §4.2", Run: pauseJob},
	{Method: operation.Post, Path: jobPath + "/restart", Needs: writeNeed, Source: "graph-cross-tenant §4.2", Run: restartJob},
	{Method: operation.Post, Path: jobPath + "/provisionOnDemand", Needs: writeNeed, Source: "graph-cross-tenant §4.7", Run: provisionOnDemand},

	{Method: operation.Get, Path: templatesPath, Needs: readNeed, Source: "graph-cross-tenant §4.5", Run: listTemplates},
	{Method: operation.Get, Path: templatesPath + "/{template}", Needs: readNeed, Source: "graph-cross-tenant §4.5", Run: getTemplate},
	{Method: operation.Get, Path: templatesPath + "/{template}/schema", Needs: readNeed, Source: "graph-cross-tenant §4.5", Run: getTemplateSchema},
	{Method: operation.Get, Path: schemaPath, Needs: readNeed, Source: "graph-cross-tenant §4.5", Run: getSchema},
	{Method: operation.Put, Path: schemaPath, Needs: writeNeed, Source: "graph-cross-tenant §4.5", Run: putSchema},
	{Method: operation.Get, Path: schemaPath + "/filterOperators", Needs: writeNeed, Source: "synchronization-synchronizationschema-filteroperators", Run: listOperators},
	{Method: operation.Get, Path: schemaPath + "/functions", Needs: writeNeed, Source: "graph-cross-tenant §4.5", Run: listFunctions},
	{Method: operation.Post, Path: schemaPath + "/parseExpression", Needs: writeNeed, Source: "graph-cross-tenant §4.5", Run: parseExpression},
	{Method: operation.Post, Path: schemaPath + "/directories/{directory}/discover", Needs: discoverNeed, Source: "synchronization-directorydefinition-discover", Run: discoverDirectory},
}, NotOffered: []string{"PATCH " + schemaPath}}

const (
	secretsPath = "/servicePrincipals/{id}/synchronization/secrets"
	jobsPath    = "/servicePrincipals/{id}/synchronization/jobs"
	jobPath     = jobsPath + "/{job}"
	schemaPath  = jobPath + "/schema"

	templatesPath = "/servicePrincipals/{id}/synchronization/templates"
)

var (
	readSynchronization  = []string{"Synchronization.Read.All", "Synchronization.ReadWrite.All", "Application.ReadWrite.OwnedBy"}
	writeSynchronization = readSynchronization[1:]
	// olderPermissions are those of older pages.
	olderPermissions = []string{"Application.ReadWrite.All", "Directory.ReadWrite.All"}
)

func readNeed(s settings.Settings) []string { return withOlder(readSynchronization, s) }

func writeNeed(s settings.Settings) []string { return withOlder(writeSynchronization, s) }

// discoverNeed lists the permissions to discover a directory, which do not include
// those of synchronizations.
func discoverNeed(s settings.Settings) []string {
	return withOlder([]string{"Application.ReadWrite.OwnedBy", "Directory.ReadWrite.All"}, s)
}

func withOlder(permissions []string, s settings.Settings) []string {
	if s.ApplicationPermissionsCoverSync {
		return slices.Concat(permissions, olderPermissions)
	}
	return permissions
}

// secretsNeed lists the permissions to read secrets: no permission is documented
// for it.
func secretsNeed(s settings.Settings) []string {
	if s.SecretsNeedWrite {
		return writeNeed(s)
	}
	return readNeed(s)
}

// refuseSecrets refuses callers that may read synchronizations but not their
// secrets, with the observed response for a missing permission
// (zerotrustassessment#1382).
func refuseSecrets(c *operation.Call) error {
	if c.Has(readNeed(c.World.Settings())...) {
		return &refusal.Error{Status: 401, Code: "UnknownError"}
	}
	return refusal.Denied()
}
