package rules

import (
	"fmt"
	"strings"
)

// aliasExists is MT008. The service searches all addresses that the invited user
// has in the home tenant, and returns the existing user; the response does not
// differ from that for a new user (graph-identity §1.5).
func aliasExists(f InvitationFacts, holders []AliasHolder) Finding {
	var found, blocks []string
	for _, h := range holders {
		found = append(found, fmt.Sprintf("%s, by %s", describe([]User{h.User}), h.Alias))
		blocks = append(blocks, importBlock(f, h.User))
	}
	return finding(AliasExists,
		fmt.Sprintf("%s would create no user: in home tenant %s the address belongs to a user that already exists in this tenant, as %s.",
			f.inviting(), quote(f.Home.Key), strings.Join(found, " and as ")),
		fmt.Sprintf("Import the user, with the resource's own address in place of NAME:\n\n%s\n\nOr set on_existing = \"adopt\". If the"+
			" user was renamed in the home tenant and this configuration has a resource for the former address, give that resource the new"+
			" address; if its for_each key changes with the address, add a moved block from the old key to the new one.",
			strings.Join(blocks, "\n\n")))
}

// importBlock is the import block for an existing user.
func importBlock(f InvitationFacts, u User) string {
	return fmt.Sprintf("import {\n  to = multitenant_b2b_invitation.NAME\n  id = \"%s/%s\"\n}", f.Resource.Key, u.ID)
}
