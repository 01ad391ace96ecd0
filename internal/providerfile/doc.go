// Package providerfile reads a provider block, and the variables and locals that it
// refers to, from the files of a configuration. It serves the commands that read
// tenants without Terraform: report and explain.
//
// Resources, data sources and modules are not evaluated: a block that refers to one of
// them is an error. The result has the secrets of the block, so it is passed to the
// provider and nothing else.
package providerfile
