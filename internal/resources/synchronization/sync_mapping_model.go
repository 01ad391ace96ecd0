package synchronization

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/syncschema"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// The values of apply.
const (
	applyAlways   = "always"
	applyCreation = "creation"
)

// The attributes of the target that have arguments of their own.
const (
	rowUserType = "userType"
	rowShown    = "showInAddressList"
	rowMail     = "mail"
	rowManager  = "manager"
	// rowMatching finds the user of the target, and is immutable (graph-cross-tenant
	// §4.5).
	rowMatching = "alternativeSecurityIds"
)

// mappingModel is user_mapping.
type mappingModel struct {
	UserType   types.Object `tfsdk:"user_type"`
	Shown      types.Bool   `tfsdk:"show_in_address_list"`
	Mail       types.Bool   `tfsdk:"mail"`
	Manager    types.Bool   `tfsdk:"manager"`
	Attributes types.Map    `tfsdk:"attributes"`
}

// userTypeModel is user_type.
type userTypeModel struct {
	Value types.String `tfsdk:"value"`
	Apply types.String `tfsdk:"apply"`
}

// rowModel is an element of attributes.
type rowModel struct {
	From       types.String `tfsdk:"from"`
	Constant   types.String `tfsdk:"constant"`
	Expression types.String `tfsdk:"expression"`
	Absent     types.Bool   `tfsdk:"absent"`
	Apply      types.String `tfsdk:"apply"`
}

var (
	userTypeTypes = map[string]attr.Type{"value": types.StringType, "apply": types.StringType}
	rowTypes      = map[string]attr.Type{
		"from": types.StringType, "constant": types.StringType, "expression": types.StringType, "absent": types.BoolType, "apply": types.StringType,
	}
	rowType      = types.ObjectType{AttrTypes: rowTypes}
	mappingTypes = map[string]attr.Type{
		"user_type": types.ObjectType{AttrTypes: userTypeTypes}, "show_in_address_list": types.BoolType, "mail": types.BoolType,
		"manager": types.BoolType, "attributes": types.MapType{ElemType: rowType},
	}
)

// mapping decodes user_mapping; what is absent or unknown is null.
func (m *syncModel) mapping(ctx context.Context) (decoded mappingModel) {
	if tfkit.Known(m.UserMapping) {
		_ = m.UserMapping.As(ctx, &decoded, basetypes.ObjectAsOptions{}) // the schema has these types
	}
	return decoded
}

func (m mappingModel) userType(ctx context.Context) (u userTypeModel) {
	if tfkit.Known(m.UserType) {
		_ = m.UserType.As(ctx, &u, basetypes.ObjectAsOptions{})
	}
	return u
}

// rows decodes attributes by target.
func (m mappingModel) rows(ctx context.Context) map[string]rowModel {
	all := map[string]rowModel{}
	for target, element := range m.Attributes.Elements() {
		if o, is := element.(types.Object); is && tfkit.Known(o) {
			var r rowModel
			_ = o.As(ctx, &r, basetypes.ObjectAsOptions{})
			all[target] = r
		}
	}
	return all
}

// wanted returns the configured rows by target in lower case. Rows with unknown values
// are left out.
func (m *syncModel) wanted(ctx context.Context) map[string]syncschema.Wanted {
	decoded, all := m.mapping(ctx), map[string]syncschema.Wanted{}
	add := func(w syncschema.Wanted) { all[strings.ToLower(w.Target)] = w }
	if u := decoded.userType(ctx); tfkit.Known(u.Value) {
		add(syncschema.Wanted{
			Target: rowUserType, Source: syncschema.Constant(u.Value.ValueString()), FlowType: flowType(u.Apply), NewFlow: syncschema.OnCreation,
		})
	}
	if tfkit.Known(decoded.Shown) {
		add(syncschema.Wanted{Target: rowShown, Source: syncschema.Constant(strconv.FormatBool(decoded.Shown.ValueBool()))})
	}
	for target, flag := range map[string]types.Bool{rowMail: decoded.Mail, rowManager: decoded.Manager} {
		if tfkit.Known(flag) {
			add(syncschema.Wanted{Target: target, Absent: !flag.ValueBool(), Source: syncschema.FromAttribute(target)})
		}
	}
	for target, r := range decoded.rows(ctx) {
		if w, known := r.wanted(target); known {
			add(w)
		}
	}
	return all
}

func (r rowModel) wanted(target string) (w syncschema.Wanted, known bool) {
	w = syncschema.Wanted{Target: target, FlowType: flowType(r.Apply)}
	switch {
	case r.Apply.IsUnknown():
		return w, false
	case tfkit.Known(r.From):
		w.Source = syncschema.FromAttribute(r.From.ValueString())
	case tfkit.Known(r.Constant):
		w.Source = syncschema.Constant(r.Constant.ValueString())
	case tfkit.Known(r.Expression):
		w.Source = syncschema.FromExpression(r.Expression.ValueString())
	default:
		w.Absent = r.Absent.ValueBool()
		return w, w.Absent
	}
	return w, true
}

func flowType(apply types.String) string {
	switch apply.ValueString() {
	case applyAlways:
		return syncschema.Always
	case applyCreation:
		return syncschema.OnCreation
	}
	return ""
}

// applied is the apply of a flow type; other flow types have Graph's name.
func applied(flow string) types.String {
	switch {
	case strings.EqualFold(flow, syncschema.Always):
		return types.StringValue(applyAlways)
	case strings.EqualFold(flow, syncschema.OnCreation):
		return types.StringValue(applyCreation)
	}
	return tfkit.StringOrNull(flow)
}

// refreshMapping reads the rows that the state has. Others were not configured, and
// stay away.
func (m *syncModel) refreshMapping(ctx context.Context, s *syncschema.Schema) {
	m.DeleteOutOfScope = types.BoolValue(s.Deletes())
	on, _ := s.Groups()
	m.Groups = types.BoolValue(on)
	if !tfkit.Known(m.UserMapping) {
		return
	}
	wanted, decoded := m.wanted(ctx), m.mapping(ctx)
	differs := func(target string) bool {
		w, there := wanted[strings.ToLower(target)]
		return there && !w.SeenIn(s)
	}
	if differs(rowUserType) {
		decoded.UserType = userTypeIn(s, decoded.userType(ctx))
	}
	for target, flag := range map[string]*types.Bool{rowShown: &decoded.Shown, rowMail: &decoded.Mail, rowManager: &decoded.Manager} {
		if !flag.IsNull() && differs(target) {
			*flag = flagIn(s, target)
		}
	}
	if !decoded.Attributes.IsNull() {
		elements := maps.Clone(decoded.Attributes.Elements())
		for target, r := range decoded.rows(ctx) {
			if differs(target) {
				elements[target] = rowIn(s, target, r)
			}
		}
		decoded.Attributes = types.MapValueMust(rowType, elements)
	}
	m.UserMapping = decoded.object()
}

func (m mappingModel) object() types.Object {
	return types.ObjectValueMust(mappingTypes, map[string]attr.Value{
		"user_type": m.UserType, "show_in_address_list": m.Shown, "mail": m.Mail, "manager": m.Manager, "attributes": m.Attributes,
	})
}

// userTypeIn is user_type as a schema has it. Of a mapping that is no constant it has
// the expression.
func userTypeIn(s *syncschema.Schema, was userTypeModel) types.Object {
	r, there := s.Row(rowUserType)
	if !there {
		return types.ObjectNull(userTypeTypes)
	}
	value, constant := r.Source.Constant()
	if !constant {
		value = r.Source.Expression
	}
	apply := was.Apply
	if !apply.IsNull() {
		apply = applied(r.FlowType)
	}
	return types.ObjectValueMust(userTypeTypes, map[string]attr.Value{"value": types.StringValue(value), "apply": apply})
}

// flagIn is a flag as a schema has it: null for a mapping that a flag cannot describe.
func flagIn(s *syncschema.Schema, target string) types.Bool {
	r, there := s.Row(target)
	if target == rowShown {
		text, _ := r.Source.Constant()
		value, err := strconv.ParseBool(strings.ToLower(text))
		if err != nil {
			return types.BoolNull()
		}
		return types.BoolValue(value)
	}
	if !there {
		return types.BoolValue(false)
	}
	if !r.Source.Same(syncschema.FromAttribute(target)) {
		return types.BoolNull()
	}
	return types.BoolValue(true)
}

// rowIn is an element of attributes as a schema has it.
func rowIn(s *syncschema.Schema, target string, was rowModel) attr.Value {
	now := rowModel{Apply: was.Apply}
	r, there := s.Row(target)
	if !there {
		now.Absent = types.BoolValue(true)
	} else if name, is := r.Source.Attribute(); is {
		now.From = types.StringValue(name)
	} else if value, is := r.Source.Constant(); is {
		now.Constant = types.StringValue(value)
	} else {
		now.Expression = types.StringValue(r.Source.Expression)
	}
	if there && !now.Apply.IsNull() {
		now.Apply = applied(r.FlowType)
	}
	return types.ObjectValueMust(rowTypes, map[string]attr.Value{
		"from": now.From, "constant": now.Constant, "expression": now.Expression, "absent": now.Absent, "apply": now.Apply,
	})
}

// targets are the keys of rows, sorted.
func targets[T any](rows map[string]T) []string { return slices.Sorted(maps.Keys(rows)) }
