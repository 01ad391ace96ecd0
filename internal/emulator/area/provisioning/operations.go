package provisioning

import (
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/application"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/operation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

// Offer is the Graph offer of synchronizations.
var Offer = operation.Offer{Area: Area, Rows: []operation.Row{
	{Method: operation.Post, Path: "/applicationTemplates/{id}/instantiate", Permissions: application.WriteApplications, Source: "graph-cross-tenant §4.2", Run: instantiateTemplate},
	{Method: operation.Get, Path: "/applicationTemplates/{id}", Source: "graph-cross-tenant §4.2", Run: getApplicationTemplate},

	{Method: operation.Get, Path: secretsPath, Permissions: readSynchronization, Source: "graph-cross-tenant §4.4", Run: listSecrets, Needs: secretsNeed, Refuse: refuseSecrets},
	{Method: operation.Put, Path: secretsPath, Permissions: writeSynchronization, Source: "graph-cross-tenant §4.4", Run: saveSecrets},
	{Method: operation.Get, Path: jobsPath, Permissions: readSynchronization, Source: "graph-cross-tenant §4.2", Run: listJobs},
	{Method: operation.Post, Path: jobsPath, Permissions: writeSynchronization, Source: "graph-cross-tenant §4.2", Run: createJob},
	{Method: operation.Post, Path: jobsPath + "/validateCredentials", Permissions: writeSynchronization, Source: "graph-cross-tenant §4.4", Run: validateCredentials},
	{Method: operation.Get, Path: jobPath, Permissions: readSynchronization, Source: "graph-cross-tenant §4.2", Run: getJob},
	{Method: operation.Delete, Path: jobPath, Permissions: writeSynchronization, Source: "graph-cross-tenant §4.2", Run: deleteJob},
	{Method: operation.Post, Path: jobPath + "/validateCredentials", Permissions: writeSynchronization, Source: "graph-cross-tenant §4.4", Run: validateCredentials},
	{Method: operation.Post, Path: jobPath + "/start", Permissions: writeSynchronization, Source: "graph-cross-tenant §4.2", Run: startJob},
	{Method: operation.Post, Path: jobPath + "/pause", Permissions: writeSynchronization, Source: "graph-cross-tenant §4.2", Run: pauseJob},
	{Method: operation.Post, Path: jobPath + "/restart", Permissions: writeSynchronization, Source: "graph-cross-tenant §4.2", Run: restartJob},
	{Method: operation.Post, Path: jobPath + "/provisionOnDemand", Permissions: writeSynchronization, Source: "graph-cross-tenant §4.7", Run: provisionOnDemand},

	{Method: operation.Get, Path: templatesPath, Permissions: readSynchronization, Source: "graph-cross-tenant §4.5", Run: listTemplates},
	{Method: operation.Get, Path: templatesPath + "/{template}", Permissions: readSynchronization, Source: "graph-cross-tenant §4.5", Run: getTemplate},
	{Method: operation.Get, Path: templatesPath + "/{template}/schema", Permissions: readSynchronization, Source: "graph-cross-tenant §4.5", Run: getTemplateSchema},
	{Method: operation.Get, Path: schemaPath, Permissions: readSynchronization, Source: "graph-cross-tenant §4.5", Run: getSchema},
	{Method: operation.Put, Path: schemaPath, Permissions: writeSynchronization, Source: "graph-cross-tenant §4.5", Run: putSchema},
	{Method: operation.Get, Path: schemaPath + "/filterOperators", Permissions: readSynchronization, Source: "graph-cross-tenant §4.5", Run: listOperators},
	{Method: operation.Get, Path: schemaPath + "/functions", Permissions: readSynchronization, Source: "graph-cross-tenant §4.5", Run: listFunctions},
	{Method: operation.Post, Path: schemaPath + "/parseExpression", Permissions: readSynchronization, Source: "graph-cross-tenant §4.5", Run: parseExpression},
	{Method: operation.Post, Path: schemaPath + "/directories/{directory}/discover", Permissions: writeSynchronization, Source: "graph-cross-tenant §4.5", Run: discoverDirectory},
}, NotOffered: []string{"PATCH " + schemaPath}}

const (
	secretsPath = "/servicePrincipals/{id}/synchronization/secrets"
	jobsPath    = "/servicePrincipals/{id}/synchronization/jobs"
	jobPath     = jobsPath + "/{job}"
	schemaPath  = jobPath + "/schema"

	templatesPath = "/servicePrincipals/{id}/synchronization/templates"
)

var (
	readSynchronization  = []string{"Synchronization.Read.All", "Synchronization.ReadWrite.All", "Application.ReadWrite.OwnedBy", "Application.ReadWrite.All", "Directory.ReadWrite.All"}
	writeSynchronization = readSynchronization[1:]
)

// secretsNeed lists the permissions to read secrets: no permission is documented
// for it.
func secretsNeed(s settings.Settings) []string {
	if s.SecretsNeedWrite {
		return writeSynchronization
	}
	return readSynchronization
}

// refuseSecrets refuses callers that may read synchronizations but not their
// secrets, with the observed response for a missing permission
// (zerotrustassessment#1382).
func refuseSecrets(c *operation.Call) error {
	if c.Has(readSynchronization...) {
		return &refusal.Error{Status: 401, Code: "UnknownError"}
	}
	return refusal.Denied()
}
