from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "reviews_portal.accounts"
    label = "accounts"
    verbose_name = "accounts"
