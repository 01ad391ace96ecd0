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
}}

const (
	secretsPath = "/servicePrincipals/{id}/synchronization/secrets"
	jobsPath    = "/servicePrincipals/{id}/synchronization/jobs"
	jobPath     = jobsPath + "/{job}"
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
