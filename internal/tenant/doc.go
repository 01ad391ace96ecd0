// Package tenant is the registry behind the provider's tenants map: for each
// key the tenant's id, its cloud, the credential that signs in to it and the
// clients that talk to it.
//
// Resolve merges what the configuration and the environment say, and reports
// what is wrong together with the place it came from. Package provider feeds
// it and turns problems into diagnostics; resources receive the Registry and
// ask it for the tenant that they name.
package tenant
