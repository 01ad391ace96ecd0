# Ana of Contoso works in Fabrikam. No mail is sent: Ana opens the tenant in the
# My Apps portal, or with the redeem_url.
resource "multitenant_b2b_invitation" "ana" {
  tenant = "fabrikam"
  email  = "ana.ruiz@contoso.example"
}

# Bruno also works in Northwind, which is in another cloud. Microsoft sends an
# invitation mail, and the profile is kept up to date in Northwind.
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

  # Ada is Bruno's sponsor in Northwind.
  sponsors = ["aaaaaaaa-0000-4000-8000-000000000001"]
}

# A whole team in every other tenant. The keys of for_each stay the same when the
# list grows, so that no user is invited twice.
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
