package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/permission"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

// section returns the table with a name: "roles", "exchange", "commands", "needed
// NAME" and "optional NAME" of a table, and "check CODE".
func section(name string, link func(page string) string) (string, error) {
	kind, subject, _ := strings.Cut(name, " ")
	switch kind {
	case "roles":
		return roles(), nil
	case "exchange":
		return exchangeRoles(), nil
	case "commands":
		return commands(), nil
	case "check":
		return check(rules.Code(subject))
	case "needed", "optional":
		tables := permission.Tables()
		i := slices.IndexFunc(tables, func(t permission.Table) bool { return t.Name == subject })
		if i < 0 {
			return "", fmt.Errorf("no resource, data source or action %q", subject)
		}
		if kind == "needed" {
			return needed(tables[i].Needs), nil
		}
		return optional(tables[i].Optional, link), nil
	}
	return "", fmt.Errorf("unknown permission table %q", name)
}

// table returns a Markdown table.
func table(header []string, rows [][]string) string {
	lines := []string{row(header), "|" + strings.Repeat("---|", len(header))}
	for _, cells := range rows {
		lines = append(lines, row(cells))
	}
	return strings.Join(lines, "\n")
}

func row(cells []string) string { return "| " + strings.Join(cells, " | ") + " |" }

func quoted(permission string) string { return "`" + permission + "`" }

// roles lists the permissions of the whole provider.
func roles() string {
	var rows [][]string
	for _, r := range permission.Roles() {
		rows = append(rows, []string{quoted(r.Permission), r.For})
	}
	return table([]string{"Permission", "For"}, rows)
}

// exchangeRoles lists what Exchange Online asks for.
func exchangeRoles() string {
	rows := [][]string{{name(permission.CallExchange), permission.CallExchange.For}}
	for _, r := range permission.EntraRoles() {
		rows = append(rows, []string{name(permission.Need{Permission: r.Name, Role: true}), r.For})
	}
	return table([]string{"Permission", "For"}, rows)
}

// name is a permission with its kind, unless it is one of Microsoft Graph.
func name(n permission.Need) string {
	switch n.Kind() {
	case permission.OfEntra:
		return string(permission.OfEntra) + " " + n.Permission
	case permission.OfExchange:
		return quoted(n.Permission) + " of Office 365 Exchange Online"
	default:
		return quoted(n.Permission)
	}
}

// alternatives names the permission of a need, and the others that do as well.
func alternatives(n permission.Need) string {
	names := []string{name(n)}
	for _, other := range n.Or {
		if n.Kind() == permission.OfGraph {
			other = quoted(other)
		}
		names = append(names, other)
	}
	return strings.Join(names, " or ")
}

// commands grants the roles with the Azure CLI.
func commands() string {
	lines := []string{
		"```sh",
		"app=$(az ad app create --display-name terraform-multitenant --query appId --output tsv)",
		`az ad sp create --id "$app"`,
	}
	for _, use := range permission.Uses() {
		var names, ids []string
		for _, r := range permission.Roles() {
			if r.Use == use {
				names, ids = append(names, r.Permission), append(ids, "  "+r.ID+"=Role")
			}
		}
		lines = append(lines, wrap("# "+string(use)+": "+strings.Join(names, ", "))...)
		lines = append(lines,
			`az ad app permission add --id "$app" --api 00000003-0000-0000-c000-000000000000 --api-permissions \`,
			strings.Join(ids, " \\\n"))
	}
	lines = append(lines, exchangeCommands()...)
	return strings.Join(append(lines, "```"), "\n")
}

// exchangeCommands grants the permission for Exchange Online, consents to all, and
// assigns the role that changes mail users.
func exchangeCommands() []string {
	role := permission.RecipientAdministrator()
	lines := wrap(fmt.Sprintf("# To use Exchange Online: %s, and the Entra role %s", permission.ManageAsApp, role.Name))
	return append(lines,
		`az ad app permission add --id "$app" --api `+permission.ExchangeAppID+` --api-permissions \`,
		"  "+permission.ManageAsAppID+"=Role",
		`az ad app permission admin-consent --id "$app"`,
		`az rest --method POST --url https://graph.microsoft.com/v1.0/roleManagement/directory/roleAssignments --body "{`,
		`  \"principalId\": \"$(az ad sp show --id "$app" --query id --output tsv)\",`,
		fmt.Sprintf(`  \"roleDefinitionId\": \"%s\", \"directoryScopeId\": \"/\"}"`, role.ID),
	)
}

// wrap breaks a shell comment into lines of limited length.
func wrap(comment string) []string {
	const width = 80
	lines := []string{""}
	for word := range strings.FieldsSeq(comment) {
		last := &lines[len(lines)-1]
		switch {
		case *last == "":
			*last = word
		case len(*last)+1+len(word) > width:
			lines = append(lines, "# "+word)
		default:
			*last += " " + word
		}
	}
	return lines
}

func needed(needs []permission.Need) string {
	var rows [][]string
	for _, n := range needs {
		rows = append(rows, []string{name(n), purpose(n)})
	}
	return table([]string{"Permission", "For"}, rows)
}

// optional lists needs with the checks that are skipped without them.
func optional(needs []permission.Need, link func(page string) string) string {
	var rows [][]string
	for _, n := range needs {
		var links []string
		for _, c := range n.Checks {
			links = append(links, fmt.Sprintf("[%s](%s)", c, link(strings.ToLower(string(c)))))
		}
		rows = append(rows, []string{name(n), string(n.In), purpose(n), strings.Join(links, ", ")})
	}
	return table([]string{"Permission", "Tenant", "For", "Checks"}, rows)
}

func purpose(n permission.Need) string {
	if n.PublicOnly {
		return n.For + "; public cloud only"
	}
	return n.For
}

// check lists the permissions of one check and the consequence of missing ones.
func check(code rules.Code) (string, error) {
	if rules.Title(code) == "" {
		return "", fmt.Errorf("%q is not the code of a check", code)
	}
	needs := permission.NeedsOf(code)
	if len(needs) == 0 {
		return "None: the check reads no tenant.", nil
	}
	text := []string{table([]string{"Permission", "Tenant", "For"}, together(needs)), consequence(code)}
	isPolicy := func(n permission.Need) bool { return strings.HasPrefix(n.Permission, "Policy.") }
	if slices.ContainsFunc(needs, isPolicy) {
		text = append(text, "A user of the Azure CLI cannot have a permission for policies: see [the Azure CLI](../index#the-azure-cli).")
	}
	return strings.Join(text, "\n\n"), nil
}

func consequence(code rules.Code) string {
	if slices.Contains(permission.PlanChecks(), code) {
		return "Where one is missing, the check is skipped, and a warning says so once per run."
	}
	return "A tenant that cannot be read yields no finding and is listed as unchecked."
}

// together returns one row for each permission and tenant.
func together(needs []permission.Need) [][]string {
	var rows [][]string
	for _, n := range needs {
		name, in := alternatives(n), string(n.In)
		i := slices.IndexFunc(rows, func(r []string) bool { return r[0] == name && r[1] == in })
		if i < 0 {
			rows = append(rows, []string{name, in, purpose(n)})
			continue
		}
		rows[i][2] += "; " + purpose(n)
	}
	return rows
}
