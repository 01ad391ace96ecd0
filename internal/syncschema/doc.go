// Package syncschema edits the schema of a synchronization job, and its notification
// settings, as text. Graph replaces a schema as a whole, and schemas of real tenants
// have members that no documentation lists: so an edit changes the bytes of the rows
// that it is about, and no other byte.
//
// It knows no service and uses the standard library only. Package graph reads and
// writes the texts; the resource of a synchronization decides about the rows.
package syncschema
