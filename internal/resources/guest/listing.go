package guest

import (
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// listed is a user in the result of a data source.
type listed struct {
	graph.User
	tenantID string
	email    string // the invited address, of external users only
}

// column is an attribute of listed users: a text, or a flag if it is set.
type column struct {
	name, description string
	text              func(listed) string
	flag              func(listed) bool
}

func (c column) schema() schema.Attribute {
	if c.flag != nil {
		return schema.BoolAttribute{Computed: true, MarkdownDescription: c.description}
	}
	return schema.StringAttribute{Computed: true, MarkdownDescription: c.description}
}

func (c column) value(p listed) attr.Value {
	if c.flag != nil {
		return types.BoolValue(c.flag(p))
	}
	return tfkit.StringOrNull(c.text(p))
}

// columns are the attributes of a list of users.
type columns []column

// schema is the attribute that holds the list.
func (cs columns) schema(description string) schema.Attribute {
	attributes := make(map[string]schema.Attribute, len(cs))
	for _, c := range cs {
		attributes[c.name] = c.schema()
	}
	return schema.MapNestedAttribute{
		Computed: true, MarkdownDescription: description,
		NestedObject: schema.NestedAttributeObject{Attributes: attributes},
	}
}

// values builds the list without reflection, which takes minutes for thousands of
// users.
func (cs columns) values(people map[string]listed) types.Map {
	shape := make(map[string]attr.Type, len(cs))
	for _, c := range cs {
		shape[c.name] = c.schema().GetType()
	}
	rows := make(map[string]attr.Value, len(people))
	for key, p := range people {
		row := make(map[string]attr.Value, len(cs))
		for _, c := range cs {
			row[c.name] = c.value(p)
		}
		rows[key] = types.ObjectValueMust(shape, row)
	}
	return types.MapValueMust(types.ObjectType{AttrTypes: shape}, rows)
}

// identification are the first columns of every list.
var identification = columns{
	{name: "user_id", description: "Object id.", text: func(p listed) string { return p.ID }},
	{name: "user_principal_name", description: "User principal name in this tenant.", text: func(p listed) string { return p.UserPrincipalName }},
	{name: "mail", description: "Email address in the directory.", text: func(p listed) string { return p.Mail }},
	{name: "display_name", description: "Display name.", text: func(p listed) string { return p.DisplayName }},
	{name: "user_type", description: "`Guest` or `Member`.", text: func(p listed) string { return p.UserType }},
	{name: "account_enabled", description: "Whether the user may sign in.", flag: func(p listed) bool { return p.AccountEnabled }},
}

func created(p listed) string {
	if p.CreatedDateTime.IsZero() {
		return ""
	}
	return p.CreatedDateTime.UTC().Format(time.RFC3339)
}
