// Package report turns the output of terraform show -json, of a plan or a state,
// into one self-contained HTML file or a Markdown summary: the tenants by cloud,
// both halves of each edge, the users on it, findings and planned changes. It is
// the subcommand report of the binary, reads no tenant and needs no credentials. A
// [Live], which package standalone has, reads tenants in the same format.
//
// Data flows one way: input.go decodes the file, kinds.go lists the attributes that
// are read of each type, estate.go gathers them, view.go computes what is shown,
// mask.go hides ids and addresses in it, and html.go and markdown.go print it.
// Values that Terraform marks as sensitive, and redemption URLs, are dropped while
// decoding. The package imports no other package of the provider; a test of package
// docs compares the attributes with the provider's schemas.
package report
