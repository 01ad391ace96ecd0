# Ana of Contoso works in Fabrikam. No mail is sent: Ana finds the tenant in the
# My Apps portal, or gets the redeem_url from you.
resource "multitenant_b2b_invitation" "ana" {
  tenant = "fabrikam"
  email  = "ana.ruiz@contoso.example"
}

# Bruno also works in Northwind, which is in another cloud. Microsoft sends a mail
# with its own text, and the profile is kept up to date in Northwind.
resource "multitenant_b2b_invitation" "bruno" {
  tenant = "northwind"
  email  = "bruno.costa@contoso.example"

  send_message = true
  message = {
    language     = "pt-PT"
    cc_recipient = "onboarding@northwind.example"
  }

  display_name   = "Bruno Costa (Contoso)"
  given_name     = "Bruno"
  surname        = "Costa"
  job_title      = "Plant Engineer"
  department     = "Manufacturing"
  company_name   = "Contoso"
  usage_location = "PT"

  # Ada answers for Bruno in Northwind.
  sponsors = ["aaaaaaaa-0000-4000-8000-000000000001"]
}

# A whole team in every other tenant. The key of for_each stays the same when
# the list grows, so that no user is invited twice.
locals {
  team    = ["carla.diaz@contoso.example", "dmitri.ivanov@contoso.example"]
  tenants = ["fabrikam", "northwind"]
}

resource "multitenant_b2b_invitation" "team" {
  for_each = { for pair in setproduct(local.tenants, local.team) : join("/", pair) => pair }

  tenant       = each.value[0]
  email        = each.value[1]
  company_name = "Contoso"
}
