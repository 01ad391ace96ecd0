// Package tenant is the registry behind the provider's tenants map: for each key
// the tenant's id, its cloud, its credential and its API clients.
//
// Resolve merges the configuration with the environment and reports each invalid
// setting together with its source. Package provider calls it and turns problems
// into diagnostics; resources receive the Registry and look up their tenant in
// it.
package tenant
