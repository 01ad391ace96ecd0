package oversight

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

func (d *guestReview) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := thresholdAttributes(" in every tenant", true)
	attributes["tenants"] = tenantsAttribute("whose guests are reviewed")
	attributes["user_type"] = schema.StringAttribute{
		Optional: true, Validators: []validator.String{stringvalidator.OneOf("Guest", "Member")},
		MarkdownDescription: "Only external users of this type: `Guest` or `Member`. Without it both.",
	}
	attributes["thresholds"] = schema.MapNestedAttribute{
		Optional: true, MarkdownDescription: "Thresholds of single tenants, by key in the provider's `tenants`.",
		NestedObject: schema.NestedAttributeObject{Attributes: thresholdAttributes(" in this tenant", false)},
	}
	attributes["sponsors"] = schema.BoolAttribute{
		Optional: true, MarkdownDescription: "Whether to read the sponsors, for the class `without_sponsor`. Default `false`. It reads the users a second time.",
	}
	attributes["home_tenants"] = schema.BoolAttribute{
		Optional: true, MarkdownDescription: "Whether to look up the home tenants, for the class `home_tenant_gone`. Default `false`. It takes a request for each" +
			" domain of users of tenants that are not in the provider's `tenants`, and finds tenants of the same cloud only.",
	}
	attributes["deleted"] = schema.BoolAttribute{
		Optional: true, MarkdownDescription: "Whether to list the external users in the recycle bin, as class `deleted`. Default `false`. They are in no other class and no other number.",
	}
	attributes["maximum"] = schema.Int64Attribute{
		Optional: true, Validators: []validator.Int64{int64validator.Between(0, 100000)},
		MarkdownDescription: fmt.Sprintf("Number of guests to list in each class and in `users_json`, those that were created first. Default %d. Numbers count all of them.", mostListed),
	}
	attributes["reviews"] = schema.MapNestedAttribute{
		Computed: true, MarkdownDescription: "The reviews, by key of the tenant.",
		NestedObject: schema.NestedAttributeObject{Attributes: reviewAttributes()},
	}
	attributes["unread"] = textMap("Tenants whose guests could not be listed, by key, with the reason and the missing permission. They are not in `reviews`.")
	resp.Schema = schema.Schema{
		MarkdownDescription: "Reviews the guests of several tenants: which invitations are pending, and which guests have not signed in for some time, have" +
			" never signed in, are disabled, or have no sponsor or no home tenant any more.",
		Attributes: attributes,
	}
}

func thresholdAttributes(where string, defaults bool) map[string]schema.Attribute {
	days := func(text string, standard int) schema.Attribute {
		if defaults {
			text += fmt.Sprintf(" Default %d.", standard)
		}
		return schema.Int64Attribute{Optional: true, Validators: []validator.Int64{int64validator.AtLeast(0)}, MarkdownDescription: text}
	}
	return map[string]schema.Attribute{
		"inactive_days":        days("Days since the last sign-in after which a guest is `inactive`"+where+".", inactiveDays),
		"pending_days":         days("Days after which an invitation that was not redeemed is `pending`"+where+".", pendingDays),
		"never_signed_in_days": days("Days since the redemption after which a guest without a sign-in is `never_signed_in`"+where+".", neverSignedInDays),
	}
}

func reviewAttributes() map[string]schema.Attribute {
	number := func(description string) schema.Attribute {
		return schema.Int64Attribute{Computed: true, MarkdownDescription: description}
	}
	return map[string]schema.Attribute{
		"guests":   number("External users of the tenant."),
		"pending":  number("Those with an invitation that was not redeemed, for any time."),
		"accepted": number("All others."),
		"disabled": number("Those that may not sign in."),
		"classes": schema.MapNestedAttribute{
			Computed: true,
			MarkdownDescription: "The classes, by name: `pending`, `never_signed_in`, `inactive`, `disabled`, and if asked for `without_sponsor`," +
				" `home_tenant_gone` and `deleted`. A guest can be in several. A class that is missing was not looked at; `unread` has the reason.",
			NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				"number": number("Guests in the class."),
				"user_ids": schema.ListAttribute{
					Computed: true, ElementType: types.StringType, MarkdownDescription: "Their object ids, `maximum` at most, in the order of their creation.",
				},
			}},
		},
		"users_json": schema.StringAttribute{
			Computed: true,
			MarkdownDescription: "The guests that are in a class, `maximum` at most, as JSON for `jsondecode`: a list of objects with `user_id`," +
				" `user_principal_name`, `mail`, `display_name`, `user_type`, `account_enabled`, `external_user_state`, `created_date_time`, `deleted_date_time`, `last_sign_in`," +
				" `days_inactive`, `sponsors` and `classes`. Members without a value are missing.",
		},
		"unread": textMap("What could not be read about the guests, `sign_ins`, `sponsors`, `home_tenants` or `deleted`, with the reason: a missing permission or license."),
	}
}
