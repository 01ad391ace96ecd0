// Package standalone runs the provider without Terraform, for commands that read
// tenants: it configures the provider with the block of a file, and calls its data
// sources, lists and imports over the plugin protocol. So a command reads what a
// configuration would read, with the same permissions and the same errors.
//
// Nothing is written to a tenant. Values that the schemas mark as sensitive are dropped
// here.
package standalone
